package io.gavel.cli.export;

import io.gavel.cli.tail.RecordJson;
import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Level;
import io.gavel.schema.Preference;
import io.gavel.schema.Reward;
import io.gavel.topic.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// What a line of an export is.
public enum Format {
  /// The record whole, with its schema's field names.
  RAW("raw", List.of(Topic.FEEDBACK, Topic.PREFERENCES, Topic.REWARDS)) {
    @Override
    List<String> lines(RecordJson json, Exported record) {
      return List.of(json.line(record.value()));
    }
  },
  /// TRL's preference data with an explicit prompt (its documentation, "Dataset formats and
  /// types").
  TRL_PREFERENCE("trl-preference", List.of(Topic.PREFERENCES)) {
    @Override
    List<String> lines(RecordJson json, Exported record) {
      Preference preference = (Preference) record.value();
      return List.of(
          json.line(
              fields(
                  "prompt",
                  preference.getInstruction(),
                  "chosen",
                  preference.getChosenResponse(),
                  "rejected",
                  preference.getRejectedResponse())));
    }
  },
  /// TRL's unpaired preference data, for KTO (likewise): `label` says whether a completion is
  /// wanted. A preference makes two lines; a reward one, of a complete reward whose generation
  /// stands alone, since a prompt is one text.
  TRL_KTO("trl-kto", List.of(Topic.REWARDS, Topic.PREFERENCES)) {
    @Override
    public Optional<Topic> partner(Topic from) {
      return from == Topic.REWARDS ? Optional.of(Topic.GENERATIONS) : Optional.empty();
    }

    @Override
    List<String> lines(RecordJson json, Exported record) {
      if (record.value() instanceof Preference preference) {
        String prompt = preference.getInstruction();
        return preference.getTie()
            ? List.of()
            : List.of(
                kto(json, prompt, preference.getChosenResponse(), true),
                kto(json, prompt, preference.getRejectedResponse(), false));
      }
      Reward reward = (Reward) record.value();
      return reward.getComplete()
              && record.partner() instanceof Generation generation
              && generation.getConversation().isEmpty()
          ? List.of(
              kto(
                  json,
                  generation.getInstruction(),
                  generation.getResponse(),
                  reward.getValue() >= record.threshold()))
          : List.of();
    }

    private String kto(RecordJson json, String prompt, String completion, boolean label) {
      return json.line(fields("prompt", prompt, "completion", completion, "label", label));
    }
  },
  /// The Feedback Collection's fields (Kim et al. 2023, Prometheus), of scores on a scale of 1 to 5
  /// with all its levels described and an instruction that stands alone. `output` is what a judge
  /// is trained to say.
  FEEDBACK_COLLECTION("feedback-collection", List.of(Topic.FEEDBACK)) {
    @Override
    public Optional<Topic> partner(Topic from) {
      return Optional.of(Topic.JUDGE_REQUESTS);
    }

    @Override
    List<String> lines(RecordJson json, Exported record) {
      Feedback feedback = (Feedback) record.value();
      if (feedback.getScore().isEmpty()
          || !(record.partner() instanceof JudgeRequest request)
          || !request.getGeneration().getConversation().isEmpty()
          || !isOneToFive(request.getRubric().getLevels())) {
        return List.of();
      }
      String score = Integer.toString(feedback.getScore().get());
      Map<String, @Nullable Object> fields =
          fields(
              "orig_instruction",
              request.getGeneration().getInstruction(),
              "orig_response",
              request.getGeneration().getResponse(),
              "orig_reference_answer",
              request.getReferenceAnswer().orElse(null),
              "orig_criteria",
              request.getRubric().getCriteria());
      for (Level level : request.getRubric().getLevels()) {
        fields.put("orig_score%d_description".formatted(level.getScore()), level.getDescription());
      }
      fields.put("orig_feedback", feedback.getFeedback());
      fields.put("orig_score", score);
      fields.put("output", "%s [RESULT] %s".formatted(feedback.getFeedback(), score));
      return List.of(json.line(fields));
    }

    private boolean isOneToFive(List<Level> levels) {
      return levels.stream()
          .map(Level::getScore)
          .sorted()
          .toList()
          .equals(IntStream.rangeClosed(1, 5).boxed().toList());
    }
  };

  private final String code;

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<Topic> topics;

  Format(String code, List<Topic> topics) {
    this.code = code;
    this.topics = topics;
  }

  /// A record that is exported.
  ///
  /// @param value a record of one of the topics
  /// @param partner the record of [#partner] that belongs to it; null where none is needed
  /// @param threshold from which reward on a completion is wanted, 0 to 1
  record Exported(SpecificRecord value, @Nullable SpecificRecord partner, double threshold) {}

  /// The topics whose records have this format.
  public List<Topic> topics() {
    return topics;
  }

  /// The topic whose records a line needs beside those of its own: generations or judge requests.
  ///
  /// @param from one of the topics
  public Optional<Topic> partner(Topic from) {
    return Optional.empty();
  }

  /// The lines of a record, without their ends; empty where it cannot be said in this format.
  abstract List<String> lines(RecordJson json, Exported record);

  /// The name that a person gives it.
  @Override
  public String toString() {
    return code;
  }

  private static Map<String, @Nullable Object> fields(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return fields;
  }
}
