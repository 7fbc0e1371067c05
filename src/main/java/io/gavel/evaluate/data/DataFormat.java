package io.gavel.evaluate.data;

import io.gavel.agreement.Choice;
import io.gavel.evaluate.data.LabelledItem.Task;
import io.gavel.hash.Ids;
import io.gavel.schema.Rubric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The published data sets that can be read, by the names of their fields.
public enum DataFormat {
  /// The Preference Collection and the Preference Bench (Kim et al. 2024): two responses, the
  /// criterion, `orig_preference` A or B.
  PREFERENCE_COLLECTION("preference-collection") {
    @Override
    boolean fits(Fields fields, String labelField) {
      return fields.has("orig_response_A") || fields.has("orig_response_B");
    }

    @Override
    LabelledItem read(long number, Fields fields, String labelField) {
      String label = fields.label("orig_preference");
      Choice choice =
          switch (label) {
            case "A" -> Choice.FIRST;
            case "B" -> Choice.SECOND;
            default -> {
              fields.problem("orig_preference", "must be A or B");
              yield Choice.TIE;
            }
          };
      return new LabelledItem.Pair(
          number,
          new Task(
              fields.text("orig_instruction"),
              fields.optional("orig_reference_answer"),
              Optional.of(RubricText.of(fields.text("orig_criteria"), descriptions(fields)))),
          fields.possiblyEmpty("orig_response_A"),
          fields.possiblyEmpty("orig_response_B"),
          choice);
    }

    private List<String> descriptions(Fields fields) {
      return fields.has("orig_score1_description") ? levels(fields) : List.of();
    }
  },
  /// The Feedback Collection and the Feedback Bench (Kim et al. 2023): a response, its own rubric,
  /// `orig_score`.
  FEEDBACK_COLLECTION("feedback-collection") {
    @Override
    boolean fits(Fields fields, String labelField) {
      return fields.has("orig_response") && fields.has("orig_criteria");
    }

    @Override
    LabelledItem read(long number, Fields fields, String labelField) {
      return new LabelledItem.Direct(
          number,
          new Task(
              fields.text("orig_instruction"),
              fields.optional("orig_reference_answer"),
              Optional.of(RubricText.of(fields.text("orig_criteria"), levels(fields)))),
          fields.possiblyEmpty("orig_response"),
          Optional.empty(),
          fields.scores("orig_score"));
    }
  },
  /// prometheus-eval's benchmark files of pairs: two whole prompts, one of the better and one of
  /// the worse response; `tie` 1 where neither is.
  PROMETHEUS_PAIRS("prometheus-pairs") {
    @Override
    boolean fits(Fields fields, String labelField) {
      return fields.has("chosen_instruction") || fields.has("rejected_instruction");
    }

    @Override
    LabelledItem read(long number, Fields fields, String labelField) {
      Optional<PromptSections> chosen = sections(fields, "chosen_instruction");
      Optional<PromptSections> rejected = sections(fields, "rejected_instruction");
      if (chosen.isPresent()
          && rejected.isPresent()
          && !withoutResponse(chosen.get()).equals(withoutResponse(rejected.get()))) {
        fields.problem(
            "rejected_instruction", "differs from chosen_instruction in more than the response");
      }
      String better = chosen.map(PromptSections::response).orElse("");
      String worse = rejected.map(PromptSections::response).orElse("");
      // Half of the better ones stand second, or a table of first and second would say nothing.
      boolean betterFirst = Ids.uniform("evaluate", better, worse) < 0.5;
      Choice choice = betterFirst ? Choice.FIRST : Choice.SECOND;
      return new LabelledItem.Pair(
          number,
          task(fields, chosen),
          betterFirst ? better : worse,
          betterFirst ? worse : better,
          fields.has("tie") && fields.label("tie").equals("1") ? Choice.TIE : choice);
    }

    private PromptSections withoutResponse(PromptSections sections) {
      return new PromptSections(
          sections.instruction(), "", sections.referenceAnswer(), sections.rubric());
    }
  },
  /// prometheus-eval's benchmark files of single responses: a whole prompt and the scores of
  /// several runs, `gpt4_score` (or another field, such as `human_score`).
  PROMETHEUS_SCORES("prometheus-scores") {
    @Override
    boolean fits(Fields fields, String labelField) {
      return fields.has("instruction")
          && fields.has(labelField)
          && fields.possiblyEmpty("instruction").contains("###");
    }

    @Override
    LabelledItem read(long number, Fields fields, String labelField) {
      Optional<PromptSections> sections = sections(fields, "instruction");
      return new LabelledItem.Direct(
          number,
          task(fields, sections),
          sections.map(PromptSections::response).orElse(""),
          fields.optional("response_source"),
          fields.scores(labelField));
    }
  },
  /// Auto-J's pairwise test data (Li et al. 2023): `prompt`, `response 1`, `response 2`, `label` 0
  /// for the first, 1 for the second, 2 for a tie.
  AUTO_J_PAIRS("auto-j-pairs") {
    @Override
    boolean fits(Fields fields, String labelField) {
      return fields.has("response 1") || fields.has("response 2");
    }

    @Override
    LabelledItem read(long number, Fields fields, String labelField) {
      Choice choice =
          switch (fields.label("label")) {
            case "0" -> Choice.FIRST;
            case "1" -> Choice.SECOND;
            case "2" -> Choice.TIE;
            default -> {
              fields.problem("label", "must be 0, 1 or 2");
              yield Choice.TIE;
            }
          };
      return new LabelledItem.Pair(
          number,
          new Task(fields.text("prompt"), Optional.empty(), Optional.empty()),
          fields.possiblyEmpty("response 1"),
          fields.possiblyEmpty("response 2"),
          choice);
    }
  };

  /// What [#PROMETHEUS_SCORES] takes as scores where nothing else is said.
  public static final String DEFAULT_LABEL_FIELD = "gpt4_score";

  private static final int LEVELS = 5;

  private final String title;

  DataFormat(String title) {
    this.title = title;
  }

  /// Its name on the command line.
  public String title() {
    return title;
  }

  /// The format of this name; empty where there is none.
  public static Optional<DataFormat> of(String title) {
    return Arrays.stream(values()).filter(format -> format.title.equals(title)).findFirst();
  }

  /// Whether an object has the fields that only this data set has.
  abstract boolean fits(Fields fields, String labelField);

  /// The item; what is wrong is in the fields' problems, and the item is then not to be used.
  abstract LabelledItem read(long number, Fields fields, String labelField);

  private static List<String> levels(Fields fields) {
    List<String> levels = new ArrayList<>();
    for (int score = 1; score <= LEVELS; score++) {
      levels.add(fields.text("orig_score%d_description".formatted(score)));
    }
    return levels;
  }

  private static Optional<PromptSections> sections(Fields fields, String name) {
    String prompt = fields.text(name);
    if (prompt.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(PromptSections.cut(prompt));
    } catch (IllegalArgumentException e) {
      fields.problem(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Task task(Fields fields, Optional<PromptSections> sections) {
    Optional<Rubric> rubric = sections.map(PromptSections::rubric).flatMap(RubricText::parse);
    if (sections.isPresent() && rubric.isEmpty()) {
      fields.problem("the prompt's rubric", "is not [criteria] and lines 'Score 1: ...'");
    }
    return new Task(
        sections.map(PromptSections::instruction).orElse(""),
        sections.flatMap(PromptSections::referenceAnswer),
        rubric);
  }
}
