package io.gavel.evaluate.data;

import io.gavel.agreement.Choice;
import io.gavel.evaluate.data.LabelledItem.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which fields of one's own data mean what.
///
/// @param fields by meaning ([#MEANINGS]) the field's name; `label` may name several, separated by
///   commas: each is a run
/// @param choices how a pair's label says first, second and tie, in lower case; three
public record FieldMap(Map<String, String> fields, List<String> choices) {
  /// What a field may mean.
  public static final Set<String> MEANINGS =
      Set.of(
          "instruction",
          "response",
          "response_a",
          "response_b",
          "reference_answer",
          "model",
          "label");

  /// How labels say first, second and tie where nothing else is said.
  public static final List<String> DEFAULT_CHOICES = List.of("a", "b", "tie");

  /// Checks and copies.
  ///
  /// @throws IllegalArgumentException where a meaning is unknown, or some are missing
  public FieldMap {
    fields = Map.copyOf(fields);
    choices = choices.stream().map(choice -> choice.strip().toLowerCase(Locale.ROOT)).toList();
    for (String meaning : fields.keySet()) {
      if (!MEANINGS.contains(meaning)) {
        throw new IllegalArgumentException(
            "'%s' is none of %s".formatted(meaning, new TreeSet<>(MEANINGS)));
      }
    }
    if (!fields.containsKey("label")) {
      throw new IllegalArgumentException("label is missing: which field holds it");
    }
    boolean pair = fields.containsKey("response_a") || fields.containsKey("response_b");
    if (pair && !(fields.containsKey("response_a") && fields.containsKey("response_b"))) {
      throw new IllegalArgumentException("a pair needs both response_a and response_b");
    }
    if (pair && fields.containsKey("response")) {
      throw new IllegalArgumentException(
          "response goes with scores, response_a and response_b with pairs; not all of them");
    }
    if (choices.size() != 3 || Set.copyOf(choices).size() != 3) {
      throw new IllegalArgumentException(
          "a pair's label needs three different values, for the first, the second and a tie");
    }
  }

  /// Whether the items are pairs.
  boolean isPair() {
    return fields.containsKey("response_a");
  }

  /// The item; what is wrong is in the fields' problems, and the item is then not to be used.
  ///
  /// @param labelsOnly whether no judge will see it, so that texts may be left out
  LabelledItem read(long number, Fields values, boolean labelsOnly) {
    Task task =
        new Task(
            text(values, "instruction", labelsOnly),
            optional(values, "reference_answer"),
            Optional.empty());
    if (isPair()) {
      return new LabelledItem.Pair(
          number,
          task,
          response(values, "response_a", labelsOnly),
          response(values, "response_b", labelsOnly),
          choice(values));
    }
    List<Double> scores = new ArrayList<>();
    for (String name : fields.getOrDefault("label", "").split(",", -1)) {
      scores.addAll(values.scores(name.strip()));
    }
    return new LabelledItem.Direct(
        number, task, response(values, "response", labelsOnly), optional(values, "model"), scores);
  }

  private Choice choice(Fields values) {
    String name = fields.getOrDefault("label", "");
    int index = choices.indexOf(values.label(name).toLowerCase(Locale.ROOT));
    if (index < 0) {
      values.problem(name, "is none of " + choices);
    }
    return index < 0 ? Choice.TIE : List.of(Choice.FIRST, Choice.SECOND, Choice.TIE).get(index);
  }

  private String text(Fields values, String meaning, boolean labelsOnly) {
    String name = fields.get(meaning);
    if (name != null) {
      return values.text(name);
    }
    if (!labelsOnly) {
      values.problem(meaning, "no field is mapped to it (--map %s=FIELD)".formatted(meaning));
    }
    return "";
  }

  private String response(Fields values, String meaning, boolean labelsOnly) {
    String name = fields.get(meaning);
    return name == null ? text(values, meaning, labelsOnly) : values.possiblyEmpty(name);
  }

  private Optional<String> optional(Fields values, String meaning) {
    String name = fields.get(meaning);
    return name == null ? Optional.empty() : values.optional(name);
  }
}
