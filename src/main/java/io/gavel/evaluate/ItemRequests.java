package io.gavel.evaluate;

import io.gavel.evaluate.data.LabelledItem;
import io.gavel.evaluate.data.LabelledItem.Task;
import io.gavel.hash.Ids;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Level;
import io.gavel.schema.Priority;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes judge requests of items. A pair is asked in both orders. Pure.
///
/// @param rubric judges all items instead of their own rubrics; empty: their own
/// @param samples how many answers are averaged; empty: as the rubric says
/// @param withDirect whether a pair's responses are assessed alone as well
public record ItemRequests(Optional<Rubric> rubric, Optional<Integer> samples, boolean withDirect) {
  private static final String APPLICATION = "gavel-evaluate";
  private static final String UNKNOWN_MODEL = "unknown";

  /// What judges pairs that bring no criterion along.
  private static final Rubric GENERAL =
      Rubric.newBuilder()
          .setRubricId("evaluate-general")
          .setVersion(1)
          .setCriteria(
              "Which response serves the person who asked better, all in all: by being correct, by"
                  + " answering what was asked, and by being clear?")
          .setLevels(List.of())
          .setReferenceUse(ReferenceUse.OPTIONAL)
          .build();

  /// Why an item cannot be judged; empty where it can.
  public Optional<String> problem(LabelledItem item) {
    Optional<Rubric> used = rubric.or(() -> item.task().rubric());
    boolean needsLevels = item instanceof LabelledItem.Direct || withDirect;
    if (needsLevels && used.isEmpty()) {
      return Optional.of("brings no rubric: give one with --rubric");
    }
    if (needsLevels && used.get().getLevels().size() < 2 && used.get().getChecklist().isEmpty()) {
      return Optional.of(
          "has a rubric without levels, which a score needs: give one with --rubric");
    }
    if (used.map(Rubric::getReferenceUse).equals(Optional.of(ReferenceUse.REQUIRED))
        && item.task().referenceAnswer().isEmpty()) {
      return Optional.of("has no reference answer, which the rubric requires");
    }
    return rubric.isEmpty() && item instanceof LabelledItem.Direct direct
        ? item.task().rubric().flatMap(own -> offScale(direct, own.getLevels()))
        : Optional.empty();
  }

  /// A label that the item's own rubric does not have. By another rubric it may: correlations do
  /// not need one scale.
  private static Optional<String> offScale(LabelledItem.Direct item, List<Level> levels) {
    int lowest = levels.getFirst().getScore();
    int highest = levels.getLast().getScore();
    return item.scores().stream()
        .filter(score -> score < lowest || score > highest)
        .findFirst()
        .map(score ->
            "has a label of %s, and its rubric's levels are %d to %d"
                .formatted(score, lowest, highest));
  }

  /// What to ask about an item that has no [#problem].
  public List<Ask> of(LabelledItem item) {
    return switch (item) {
      case LabelledItem.Direct direct ->
          List.of(direct(item, View.RESPONSE, direct.response(), direct.model()));
      case LabelledItem.Pair pair -> {
        List<Ask> asks = new ArrayList<>();
        asks.add(pair(item, View.FORWARD, pair.first(), pair.second()));
        asks.add(pair(item, View.BACKWARD, pair.second(), pair.first()));
        if (withDirect) {
          asks.add(direct(item, View.FIRST, pair.first(), Optional.empty()));
          asks.add(direct(item, View.SECOND, pair.second(), Optional.empty()));
        }
        yield asks;
      }
    };
  }

  private Ask direct(LabelledItem item, View view, String response, Optional<String> model) {
    Rubric used = used(item, RubricMode.ABSOLUTE);
    return ask(item, view, generation(item, response, model), null, used);
  }

  private Ask pair(LabelledItem item, View view, String shown, String comparedTo) {
    Rubric used = used(item, RubricMode.RELATIVE);
    return ask(
        item,
        view,
        generation(item, shown, Optional.empty()),
        generation(item, comparedTo, Optional.empty()),
        used);
  }

  /// The rubric without a profile of its own: the profile that is evaluated is the only one.
  private Rubric used(LabelledItem item, RubricMode mode) {
    Rubric.Builder used =
        Rubric.newBuilder(rubric.or(() -> item.task().rubric()).orElse(GENERAL))
            .setMode(mode)
            .clearJudgeProfile();
    samples.ifPresent(used::setSamples);
    if (mode == RubricMode.RELATIVE) {
      used.setChecklist(List.of()); // Two responses are compared by the criteria.
    }
    return used.build();
  }

  private static Generation generation(LabelledItem item, String response, Optional<String> model) {
    String instruction = item.task().instruction();
    return Generation.newBuilder()
        .setGenerationId(Ids.hash(Long.toString(item.number()), instruction, response))
        .setCreatedAt(Instant.EPOCH)
        .setApplication(APPLICATION)
        .setModel(model.orElse(UNKNOWN_MODEL))
        .setTags(Map.of())
        .setConversation(List.of())
        .setInstruction(instruction)
        .setResponse(response)
        .setRubricIds(List.of())
        .build();
  }

  private static Ask ask(
      LabelledItem item,
      View view,
      Generation generation,
      @Nullable Generation comparedTo,
      Rubric rubric) {
    Optional<String> reference = reference(item.task(), rubric);
    JudgeRequest request =
        JudgeRequest.newBuilder()
            .setRequestId(id(view, generation, comparedTo, rubric, reference))
            .setGeneration(generation)
            .setComparedTo(comparedTo)
            .setRubric(rubric)
            .setReferenceAnswer(reference.orElse(null))
            .setPriority(Priority.BACKFILL)
            .build();
    return new Ask(view, request);
  }

  private static Optional<String> reference(Task task, Rubric rubric) {
    return rubric.getReferenceUse() == ReferenceUse.NONE
        ? Optional.empty()
        : task.referenceAnswer();
  }

  private static String id(
      View view,
      Generation generation,
      @Nullable Generation comparedTo,
      Rubric rubric,
      Optional<String> reference) {
    List<String> parts = new ArrayList<>();
    parts.add(view.code()); // A pair's responses may be the same.
    parts.add(generation.getGenerationId());
    parts.add(comparedTo == null ? "" : comparedTo.getGenerationId());
    parts.add(rubric.getMode().name());
    parts.add(rubric.getCriteria());
    parts.add(Integer.toString(rubric.getSamples()));
    for (Level level : rubric.getLevels()) {
      parts.add(level.getScore() + ": " + level.getDescription());
    }
    rubric.getChecklist().forEach(question -> parts.add("question: " + question));
    parts.add(reference.map(answer -> "reference: " + answer).orElse(""));
    return Ids.hash(parts.toArray(String[]::new));
  }
}
