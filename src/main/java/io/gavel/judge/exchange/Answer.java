package io.gavel.judge.exchange;

import java.util.List;

/// One answer of a judge model.
public sealed interface Answer {
  /// Words.
  ///
  /// @param text what the model wrote, verbatim; may be empty
  /// @param cutOff whether the server stopped it before its end, as at the token limit
  /// @param tokens the tokens of the text in order, with their probabilities; empty where the
  ///   server gave none
  record Written(String text, boolean cutOff, List<Token> tokens) implements Answer {
    /// Copies.
    public Written {
      tokens = List.copyOf(tokens);
    }

    /// Without token probabilities.
    public static Written of(String text, boolean cutOff) {
      return new Written(text, cutOff, List.of());
    }

    /// Without the text, so that it cannot reach a log.
    @Override
    public String toString() {
      return "Written[" + text.length() + " characters, cutOff=" + cutOff + "]";
    }
  }

  /// Numbers, as a classifier gives: one for each of its labels, or a single one.
  ///
  /// @param values in the server's order; NaN where it gave something else than a number; not empty
  /// @param labels what each value is for, in the same order; empty where the server names none
  record Numbers(List<Double> values, List<String> labels) implements Answer {
    /// Checks and copies.
    public Numbers {
      values = List.copyOf(values);
      labels = List.copyOf(labels);
      if (values.isEmpty() || !(labels.isEmpty() || labels.size() == values.size())) {
        throw new IllegalArgumentException(
            values.size() + " values with " + labels.size() + " labels");
      }
    }

    /// Without labels.
    public static Numbers of(List<Double> values) {
      return new Numbers(values, List.of());
    }
  }
}
