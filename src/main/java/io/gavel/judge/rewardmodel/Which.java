package io.gavel.judge.rewardmodel;

import io.gavel.judge.exchange.Answer;
import io.gavel.judge.kind.KindOptions;
import java.util.OptionalInt;

/// Which of an answer's numbers is the reward.
sealed interface Which {
  /// The number there is.
  record Only() implements Which {}

  /// One by its place.
  ///
  /// @param index from 0 up; below 0 from the end: -1 is the last
  record At(int index) implements Which {}

  /// One by its label.
  ///
  /// @param label as the server names it
  record Named(String label) implements Which {}

  /// As `label` or `index` says; the only number where neither is set.
  ///
  /// @param labels whether the server names labels; one that does not keeps their order, one that
  ///   does sorts them
  /// @throws io.gavel.config.InvalidConfigException when it cannot be used with this server
  static Which of(KindOptions options, boolean labels) {
    String label = options.text("label", "");
    String index = options.text("index", "");
    if (!label.isEmpty() && !labels) {
      throw options.refused(
          "label", label, "left out, as this API names no labels; set index to the label's place");
    }
    if (!index.isEmpty() && labels) {
      throw options.refused(
          "index", index, "left out, as this API sorts by score; set label to the label's name");
    }
    if (!label.isEmpty()) {
      return new Named(label);
    }
    if (index.isEmpty()) {
      return new Only();
    }
    if (!index.matches("-?[0-9]{1,6}")) {
      throw options.refused("index", index, "a place from 0 up, or -1 for the last");
    }
    return new At(Integer.parseInt(index));
  }

  /// Where it is in an answer; empty where it is not there, or there are several of them.
  default OptionalInt in(Answer.Numbers numbers) {
    int size = numbers.values().size();
    int at =
        switch (this) {
          case Only _ -> size == 1 ? 0 : -1;
          case At(int index) -> index < 0 ? size + index : index;
          case Named(String label) -> {
            int first = numbers.labels().indexOf(label);
            yield first == numbers.labels().lastIndexOf(label) ? first : -1;
          }
        };
    return at >= 0 && at < size ? OptionalInt.of(at) : OptionalInt.empty();
  }

  /// It in words, for a message.
  default String described() {
    return switch (this) {
      case Only _ ->
          "exactly one number; say in asking.options which one counts, by label or index";
      case At(int index) -> "a number at index " + index;
      case Named _ -> "exactly one number of the label that asking.options.label names";
    };
  }
}
