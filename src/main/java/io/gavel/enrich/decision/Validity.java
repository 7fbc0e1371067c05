package io.gavel.enrich.decision;

import io.gavel.deadletter.RetryHeaders;
import io.gavel.schema.Generation;
import io.gavel.schema.Level;
import io.gavel.schema.Policy;
import io.gavel.schema.PolicyRubric;
import io.gavel.schema.Reference;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a record's fields may hold beyond what their schema says. Each check returns what is wrong,
/// for a person, without the record's content, or null where nothing is.
///
/// The limits on size keep a judge request, which holds one of each, below the 1 MiB that a broker
/// takes as one record by default.
public final class Validity {
  /// The longest id, in characters.
  public static final int ID_LENGTH = 200;

  /// The largest record of a generation, with its key and headers, in bytes.
  public static final int GENERATION_BYTES = 512 * 1024;

  /// The largest record of a reference, in bytes.
  public static final int REFERENCE_BYTES = 256 * 1024;

  /// The largest record of a rubric or policy, in bytes.
  public static final int DEFINITION_BYTES = 128 * 1024;

  private static final int MOST_RUBRICS = 100;
  private static final int MOST_LEVELS = 100;
  private static final int MOST_ITEMS = 50;
  private static final int MOST_SAMPLES = 16;

  private Validity() {}

  /// Checks a generation.
  ///
  /// @param bytes the size of its record: key, value and headers, which all wait with it
  public static @Nullable String generation(Generation generation, int bytes) {
    return first(
        size(bytes, GENERATION_BYTES),
        id("generation_id", generation.getGenerationId()),
        id("application", generation.getApplication()),
        id("model", generation.getModel()),
        when(generation.getInstruction().isBlank(), "instruction is empty"),
        generation.getReferenceId().map(id -> id("reference_id", id)).orElse(null),
        when(
            generation.getReferenceAnswer().map(String::isBlank).orElse(false),
            "reference_answer is empty"),
        generation.getCandidateGroup().map(group -> id("candidate_group", group)).orElse(null),
        generation.getCandidateCount().map(Validity::candidateCount).orElse(null),
        when(
            generation.getRubricIds().size() > MOST_RUBRICS,
            "rubric_ids has more than " + MOST_RUBRICS + " entries"),
        first(
            generation.getRubricIds().stream()
                .map(id -> id("rubric_ids", id))
                .toArray(String[]::new)));
  }

  /// Checks the one rubric that a generation is sent again for.
  ///
  /// @param rubricId as its header says
  public static @Nullable String retriedRubric(String rubricId) {
    return id("header " + RetryHeaders.RETRY_RUBRIC, rubricId);
  }

  /// Checks a rubric.
  ///
  /// @param key the key of its record
  /// @param bytes the size of its record
  public static @Nullable String rubric(String key, Rubric rubric, int bytes) {
    return first(
        size(bytes, DEFINITION_BYTES),
        id("rubric_id", rubric.getRubricId()),
        sameAsKey("rubric_id", rubric.getRubricId(), key),
        when(rubric.getVersion() < 1, "version is below 1"),
        when(rubric.getCriteria().isBlank(), "criteria is empty"),
        when(
            rubric.getSamples() < 1 || rubric.getSamples() > MOST_SAMPLES,
            "samples is not between 1 and " + MOST_SAMPLES),
        rubric.getMode() == RubricMode.ABSOLUTE
            ? scale(rubric)
            : when(!rubric.getChecklist().isEmpty(), "checklist is of an absolute rubric only"));
  }

  /// Checks a policy.
  ///
  /// @param key the key of its record
  /// @param bytes the size of its record
  public static @Nullable String policy(String key, Policy policy, int bytes) {
    return first(
        size(bytes, DEFINITION_BYTES),
        id("policy_id", policy.getPolicyId()),
        sameAsKey("policy_id", policy.getPolicyId(), key),
        when(
            !(policy.getSamplingRate() >= 0 && policy.getSamplingRate() <= 1),
            "sampling_rate is not between 0 and 1"),
        when(policy.getRubrics().isEmpty(), "rubrics is empty"),
        when(
            policy.getRubrics().size() > MOST_RUBRICS,
            "rubrics has more than " + MOST_RUBRICS + " entries"),
        first(policy.getRubrics().stream().map(Validity::policyRubric).toArray(String[]::new)));
  }

  /// Checks a reference.
  ///
  /// @param key the key of its record
  /// @param bytes the size of its record
  public static @Nullable String reference(String key, Reference reference, int bytes) {
    return first(
        size(bytes, REFERENCE_BYTES),
        id("reference_id", reference.getReferenceId()),
        sameAsKey("reference_id", reference.getReferenceId(), key),
        when(reference.getReferenceAnswer().isBlank(), "reference_answer is empty"));
  }

  private static @Nullable String candidateCount(int count) {
    return when(
        count < 1 || count > Pairing.MOST_CANDIDATES,
        "candidate_count is not between 1 and " + Pairing.MOST_CANDIDATES);
  }

  private static @Nullable String policyRubric(PolicyRubric rubric) {
    return first(
        id("rubrics.rubric_id", rubric.getRubricId()),
        when(
            !(rubric.getWeight() >= 0 && Double.isFinite(rubric.getWeight())),
            "rubrics.weight is below 0"));
  }

  private static @Nullable String scale(Rubric rubric) {
    if (rubric.getChecklist().isEmpty()) {
      return levels(rubric.getLevels());
    }
    return first(
        when(!rubric.getLevels().isEmpty(), "levels and checklist are both set"),
        when(
            rubric.getChecklist().size() > MOST_ITEMS,
            "checklist has more than " + MOST_ITEMS + " entries"),
        when(
            rubric.getChecklist().stream().anyMatch(String::isBlank),
            "checklist has an empty entry"));
  }

  private static @Nullable String levels(List<Level> levels) {
    if (levels.size() < 2) {
      return "levels has fewer than 2 entries";
    }
    if (levels.size() > MOST_LEVELS) {
      return "levels has more than " + MOST_LEVELS + " entries";
    }
    for (int i = 0; i < levels.size(); i++) {
      if (levels.get(i).getScore() != levels.getFirst().getScore() + i) {
        return "levels does not ascend by 1 from entry to entry";
      }
      if (levels.get(i).getDescription().isBlank()) {
        return "levels has an empty description";
      }
    }
    return null;
  }

  private static @Nullable String id(String field, String id) {
    return first(
        when(id.isBlank(), field + " is empty"),
        when(id.length() > ID_LENGTH, field + " is longer than " + ID_LENGTH + " characters"));
  }

  private static @Nullable String sameAsKey(String field, String id, String key) {
    return when(!id.equals(key), field + " differs from the record's key");
  }

  private static @Nullable String size(int bytes, int most) {
    return when(bytes > most, "the record has %d bytes, more than %d".formatted(bytes, most));
  }

  private static @Nullable String when(boolean wrong, String what) {
    return wrong ? what : null;
  }

  private static @Nullable String first(@Nullable String... problems) {
    for (String problem : problems) {
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }
}
