package io.gavel.enrich.decision;

import io.gavel.deadletter.Reason;
import io.gavel.hash.Ids;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricChoice;
import io.gavel.schema.RubricMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes a generation's judge requests from the absolute rubrics chosen for it, and candidates for
/// pairs from the relative ones, or says what is missing.
public final class Assembling {
  private Assembling() {}

  /// What is known of a generation's reference answer.
  public sealed interface Answer {
    /// It has none.
    record None() implements Answer {}

    /// It is named, and not found yet.
    ///
    /// @param referenceId the reference's id
    record Awaited(String referenceId) implements Answer {}

    /// It is there.
    ///
    /// @param text the answer
    record Known(String text) implements Answer {}

    /// What the generation itself says: an inline answer wins over a reference's id.
    public static Answer of(Generation generation) {
      return generation
          .getReferenceAnswer()
          .<Answer>map(Known::new)
          .or(() -> generation.getReferenceId().map(Awaited::new))
          .orElseGet(None::new);
    }
  }

  /// What came out.
  public sealed interface Assembly {
    /// Everything is decided.
    ///
    /// @param requests the judge requests by absolute rubrics, complete
    /// @param candidacies the relative rubrics by which it is to be compared with the others of its
    ///   candidate group
    /// @param refusals the rubrics it cannot be judged by
    record Settled(List<JudgeRequest> requests, List<Candidacy> candidacies, List<Refusal> refusals)
        implements Assembly {}

    /// Something may still come.
    ///
    /// @param rubricIds the rubrics that are not there
    /// @param reference whether a rubric that is there wants the reference answer, which is not
    record Incomplete(Set<String> rubricIds, boolean reference) implements Assembly {}
  }

  /// That a generation is to be compared with others by one rubric.
  ///
  /// @param choice the rubric
  /// @param referenceAnswer the reference answer, where the rubric wants one and there is one
  public record Candidacy(RubricChoice choice, Optional<String> referenceAnswer) {}

  /// Why a generation cannot be judged by one rubric.
  ///
  /// @param rubricId the rubric
  /// @param reason why, as a code
  /// @param detail why, for a person
  public record Refusal(String rubricId, Reason reason, String detail) {}

  /// Assembles. A generation is settled as a whole, so that each of its requests can say how many
  /// there are.
  ///
  /// @param generation the generation
  /// @param choices the rubrics chosen for it, each once
  /// @param rubrics a valid rubric by its id, or null
  /// @param answer what is known of its reference answer
  /// @param waitOver whether to settle with what is there
  /// @param only the one rubric that it is sent again for: the others have their outcomes, are
  ///   neither awaited nor requested nor refused, and only count among the generation's requests;
  ///   empty where all are to be judged
  public static Assembly assemble(
      Generation generation,
      List<RubricChoice> choices,
      Function<String, @Nullable Rubric> rubrics,
      Answer answer,
      boolean waitOver,
      Optional<String> only) {
    int all = 0;
    List<JudgeRequest.Builder> requests = new ArrayList<>();
    List<Candidacy> candidacies = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    Set<String> missing = new LinkedHashSet<>();
    boolean awaited = false;
    for (RubricChoice choice : choices) {
      String rubricId = choice.getRubricId();
      Rubric rubric = rubrics.apply(rubricId);
      if (!only.map(rubricId::equals).orElse(true)) {
        all += rubric != null && isRequest(rubric, generation, answer) ? 1 : 0;
        continue;
      }
      if (rubric == null) {
        missing.add(rubricId);
        refusals.add(rubricMissing(rubricId));
        continue;
      }
      Refusal refusal = refusal(rubric, generation, answer);
      awaited |=
          wantsAnswer(rubric)
              && answer instanceof Answer.Awaited
              && (refusal == null || refusal.reason() == Reason.REFERENCE_MISSING);
      if (refusal != null) {
        refusals.add(refusal);
      } else {
        switch (rubric.getMode()) {
          case ABSOLUTE -> {
            all++;
            requests.add(request(generation, choice, rubric, answer));
          }
          case RELATIVE ->
              candidacies.add(
                  new Candidacy(choice, Optional.ofNullable(wantedAnswer(rubric, answer))));
        }
      }
    }
    if (!waitOver && (awaited || !missing.isEmpty())) {
      return new Assembly.Incomplete(missing, awaited);
    }
    int requestsOfGeneration = all;
    return new Assembly.Settled(
        requests.stream()
            .map(request -> request.setRequestsOfGeneration(requestsOfGeneration).build())
            .toList(),
        candidacies,
        refusals);
  }

  /// That a rubric did not come in time.
  static Refusal rubricMissing(String rubricId) {
    return new Refusal(
        rubricId,
        Reason.RUBRIC_MISSING,
        "there is no valid rubric '%s'; publish it with `gavel apply`, then send this again"
            .formatted(rubricId));
  }

  private static boolean isRequest(Rubric rubric, Generation generation, Answer answer) {
    return rubric.getMode() == RubricMode.ABSOLUTE && refusal(rubric, generation, answer) == null;
  }

  private static boolean wantsAnswer(Rubric rubric) {
    return switch (rubric.getReferenceUse()) {
      case REQUIRED, OPTIONAL -> true;
      case NONE -> false;
    };
  }

  private static @Nullable String wantedAnswer(Rubric rubric, Answer answer) {
    return wantsAnswer(rubric) && answer instanceof Answer.Known known ? known.text() : null;
  }

  private static @Nullable Refusal refusal(Rubric rubric, Generation generation, Answer answer) {
    if (rubric.getMode() == RubricMode.RELATIVE && generation.getCandidateGroup().isEmpty()) {
      return new Refusal(
          rubric.getRubricId(),
          Reason.NO_CANDIDATE_GROUP,
          "rubric '%s' compares two responses, and the generation names no candidate_group"
              .formatted(rubric.getRubricId()));
    }
    return switch (rubric.getReferenceUse()) {
      case OPTIONAL, NONE -> null;
      case REQUIRED ->
          switch (answer) {
            case Answer.Known _ -> null;
            case Answer.Awaited awaited ->
                new Refusal(
                    rubric.getRubricId(),
                    Reason.REFERENCE_MISSING,
                    "rubric '%s' requires a reference answer, and there is no valid reference '%s'"
                        .formatted(rubric.getRubricId(), awaited.referenceId()));
            case Answer.None _ ->
                new Refusal(
                    rubric.getRubricId(),
                    Reason.REFERENCE_MISSING,
                    "rubric '%s' requires a reference answer, and the generation names none"
                        .formatted(rubric.getRubricId()));
          };
    };
  }

  private static JudgeRequest.Builder request(
      Generation generation, RubricChoice choice, Rubric rubric, Answer answer) {
    return JudgeRequest.newBuilder()
        .setRequestId(
            Ids.hash(
                generation.getGenerationId(),
                rubric.getRubricId(),
                Integer.toString(rubric.getVersion())))
        .setGeneration(generation)
        .setRubric(rubric)
        .setReferenceAnswer(wantedAnswer(rubric, answer))
        .setPolicyId(choice.getPolicyId().orElse(null))
        .setInclusionProbability(choice.getInclusionProbability())
        .setWeight(choice.getWeight())
        .setPriority(choice.getPriority());
  }
}
