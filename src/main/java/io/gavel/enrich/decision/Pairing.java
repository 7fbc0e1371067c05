package io.gavel.enrich.decision;

import io.gavel.deadletter.Reason;
import io.gavel.hash.Ids;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Message;
import io.gavel.schema.Priority;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricChoice;
import io.gavel.schema.RubricMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes the judge requests of a candidate group that has closed, by one relative rubric: its pairs
/// ([PairSelection]), each in both orders. A function of the set of candidates: in which order they
/// came changes nothing.
public final class Pairing {
  /// The most candidates of one group.
  public static final int MOST_CANDIDATES = 256;

  private Pairing() {}

  /// One generation of the group.
  ///
  /// @param generation the generation
  /// @param choice what its policy says of the rubric
  /// @param referenceAnswer the reference answer, where it has one
  public record Candidate(
      Generation generation, RubricChoice choice, Optional<String> referenceAnswer) {
    private String id() {
      return generation.getGenerationId();
    }

    private Question question() {
      return new Question(generation.getInstruction(), generation.getConversation());
    }
  }

  /// Why a candidate is in no pair.
  ///
  /// @param generationId the candidate
  /// @param refusal why
  public record Unpaired(String generationId, Assembling.Refusal refusal) {}

  /// What came out: every candidate is in at least one request, or among the unpaired.
  ///
  /// @param requests two for each pair
  /// @param unpaired sorted by generation id
  public record Paired(List<JudgeRequest> requests, List<Unpaired> unpaired) {}

  // What candidates have in common.
  private record Question(String instruction, List<Message> conversation) {}

  /// Pairs. Candidates of one group answer the same question; where they do not, those that answer
  /// what most do are compared (of equally many, those with the smallest generation id), and the
  /// others are refused.
  ///
  /// @param group the group's name
  /// @param rubricId the rubric
  /// @param rubric the valid rubric under that id, or null
  /// @param candidates the candidates; of those with the same generation id the first counts
  /// @param mostPairs how many pairs at most, unless it takes more to connect all candidates
  public static Paired pair(
      String group,
      String rubricId,
      @Nullable Rubric rubric,
      Collection<Candidate> candidates,
      int mostPairs) {
    Map<String, Candidate> byId = new TreeMap<>();
    candidates.forEach(candidate -> byId.putIfAbsent(candidate.id(), candidate));
    Assembling.Refusal problem = problem(rubricId, rubric, byId.values());
    if (rubric == null || problem != null) {
      return new Paired(List.of(), refuse(byId.keySet(), problem));
    }
    List<Unpaired> unpaired = new ArrayList<>();
    Map<String, Candidate> compared = sameQuestion(rubricId, byId, unpaired);
    if (compared.size() < 2) {
      unpaired.addAll(refuse(compared.keySet(), lone(rubricId, byId.size())));
      unpaired.sort(Comparator.comparing(Unpaired::generationId));
      return new Paired(List.of(), unpaired);
    }
    List<PairSelection.Pair> pairs =
        PairSelection.select(Ids.hash(group, rubricId), compared.keySet(), mostPairs);
    Optional<String> answer = answer(rubric, compared.values());
    String pairingId =
        Ids.hash(
            group,
            rubricId,
            Integer.toString(rubric.getVersion()),
            String.join("\n", compared.keySet()));
    List<JudgeRequest> requests = new ArrayList<>();
    for (PairSelection.Pair pair : pairs) {
      Candidate first = known(compared, pair.first());
      Candidate second = known(compared, pair.second());
      requests.add(request(first, second, rubric, answer, pairs.size(), pairingId));
      requests.add(request(second, first, rubric, answer, pairs.size(), pairingId));
    }
    return new Paired(requests, unpaired);
  }

  /// What hinders the whole group; null where nothing does.
  private static Assembling.@Nullable Refusal problem(
      String rubricId, @Nullable Rubric rubric, Collection<Candidate> candidates) {
    if (rubric == null) {
      return Assembling.rubricMissing(rubricId);
    }
    if (rubric.getMode() != RubricMode.RELATIVE) {
      return new Assembling.Refusal(
          rubricId,
          Reason.UNSUPPORTED_RUBRIC,
          "rubric '%s' was relative when the generation came, and is not any more"
              .formatted(rubricId));
    }
    if (rubric.getReferenceUse() == ReferenceUse.REQUIRED
        && candidates.stream().allMatch(candidate -> candidate.referenceAnswer().isEmpty())) {
      return new Assembling.Refusal(
          rubricId,
          Reason.REFERENCE_MISSING,
          "rubric '%s' requires a reference answer, and no candidate of the group has one"
              .formatted(rubricId));
    }
    return null;
  }

  /// Those that answer what most do; the others join the unpaired.
  private static Map<String, Candidate> sameQuestion(
      String rubricId, Map<String, Candidate> byId, List<Unpaired> unpaired) {
    // Linked: the first of equally many is that of the smallest id.
    Map<Question, Long> questions =
        byId.values().stream()
            .map(Candidate::question)
            .collect(
                Collectors.groupingBy(
                    Function.identity(), LinkedHashMap::new, Collectors.counting()));
    long most = questions.values().stream().mapToLong(Long::longValue).max().orElse(0);
    Question usual =
        questions.entrySet().stream()
            .filter(entry -> entry.getValue() == most)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(null);
    Map<String, Candidate> same = new TreeMap<>();
    byId.forEach((id, candidate) -> {
      if (candidate.question().equals(usual)) {
        same.put(id, candidate);
      } else {
        unpaired.add(
            new Unpaired(
                id,
                new Assembling.Refusal(
                    rubricId,
                    Reason.INSTRUCTION_DIFFERS,
                    "its instruction or conversation is not that of its candidate group, so its"
                        + " response cannot be compared with theirs")));
      }
    });
    return same;
  }

  private static Assembling.Refusal lone(String rubricId, int candidates) {
    return new Assembling.Refusal(
        rubricId,
        Reason.LONE_CANDIDATE,
        candidates == 1
            ? "no other candidate of its group came in time, and rubric '%s' compares two responses"
                .formatted(rubricId)
            : "no other candidate of its group answers the same instruction, and rubric '%s'"
                    .formatted(rubricId)
                + " compares two responses");
  }

  private static List<Unpaired> refuse(
      Collection<String> ids, Assembling.@Nullable Refusal refusal) {
    return refusal == null ? List.of() : ids.stream().map(id -> new Unpaired(id, refusal)).toList();
  }

  /// One for the whole group, so that its pairs can be compared with each other.
  private static Optional<String> answer(Rubric rubric, Collection<Candidate> byId) {
    return switch (rubric.getReferenceUse()) {
      case REQUIRED, OPTIONAL ->
          byId.stream().flatMap(candidate -> candidate.referenceAnswer().stream()).findFirst();
      case NONE -> Optional.empty();
    };
  }

  private static JudgeRequest request(
      Candidate shown,
      Candidate comparedTo,
      Rubric rubric,
      Optional<String> answer,
      int pairs,
      String pairingId) {
    return JudgeRequest.newBuilder()
        .setRequestId(
            Ids.hash(
                shown.id(),
                rubric.getRubricId(),
                Integer.toString(rubric.getVersion()),
                comparedTo.id()))
        .setGeneration(shown.generation())
        .setComparedTo(comparedTo.generation())
        .setRubric(rubric)
        .setReferenceAnswer(answer.orElse(null))
        .setPolicyId(shown.choice().getPolicyId().orElse(null))
        // A group is sampled by one number, so both are in when it is below the smaller.
        .setInclusionProbability(
            Math.min(
                shown.choice().getInclusionProbability(),
                comparedTo.choice().getInclusionProbability()))
        .setWeight(shown.choice().getWeight())
        .setPriority(urgent(shown.choice().getPriority(), comparedTo.choice().getPriority()))
        .setRequestsOfGeneration(0)
        .setPairsOfGroup(pairs)
        .setPairingId(pairingId)
        .build();
  }

  private static Priority urgent(Priority one, Priority other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Candidate known(Map<String, Candidate> byId, String id) {
    Candidate candidate = byId.get(id);
    if (candidate == null) {
      throw new IllegalStateException("a pair names a generation that is no candidate");
    }
    return candidate;
  }
}
