package io.gavel.judge.chat;

import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Message;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What a template can show of a request, by name. A value that a request has not is empty text, an
/// empty list, or false, and a section of its name is left out then.
final class PromptValues {
  /// The names of all values, those inside a list included.
  static final Set<String> NAMES =
      Set.of(
          "scored",
          "checked",
          "compared",
          "tie",
          "conversation",
          "role",
          "content",
          "instruction",
          "response",
          "response_a",
          "response_b",
          "reference_answer",
          "criteria",
          "levels",
          "score",
          "description",
          "minimum",
          "maximum",
          "checklist",
          "number",
          "question",
          "boundary",
          "answer_format");

  private PromptValues() {}

  /// The values for a request.
  ///
  /// @param wanted what is to be concluded
  /// @param form how
  static Map<String, Object> of(JudgeRequest request, Wanted wanted, AnswerForm form) {
    Generation generation = request.getGeneration();
    Rubric rubric = request.getRubric();
    String reference = reference(request).orElse("");
    Map<String, Object> values = new TreeMap<>();
    values.put("scored", wanted instanceof Wanted.Level);
    values.put("checked", wanted instanceof Wanted.Items);
    values.put("compared", wanted instanceof Wanted.Better);
    values.put("tie", wanted instanceof Wanted.Better(boolean tie) && tie);
    values.put(
        "conversation",
        generation.getConversation().stream()
            .map(turn -> Map.of("role", turn.getRole(), "content", turn.getContent()))
            .toList());
    values.put("instruction", generation.getInstruction());
    boolean pair = wanted instanceof Wanted.Better;
    values.put("response", pair ? "" : generation.getResponse());
    values.put("response_a", pair ? generation.getResponse() : "");
    values.put(
        "response_b", pair ? request.getComparedTo().map(Generation::getResponse).orElse("") : "");
    values.put("reference_answer", reference);
    values.put("criteria", rubric.getCriteria());
    values.put(
        "levels",
        rubric.getLevels().stream()
            .map(level ->
                Map.of(
                    "score",
                    Integer.toString(level.getScore()),
                    "description",
                    level.getDescription()))
            .toList());
    boolean scale = wanted instanceof Wanted.Level;
    values.put("minimum", scale ? Integer.toString(((Wanted.Level) wanted).scale().minimum()) : "");
    values.put("maximum", scale ? Integer.toString(((Wanted.Level) wanted).scale().maximum()) : "");
    values.put("checklist", questions(rubric.getChecklist()));
    values.put("boundary", Boundary.of(assessed(request), reference));
    values.put("answer_format", form.words(wanted));
    return values;
  }

  /// What others than the operator wrote: the turns, the instruction and the responses. Any of it
  /// may be hostile.
  static List<String> assessed(JudgeRequest request) {
    Generation generation = request.getGeneration();
    List<String> texts = new ArrayList<>();
    for (Message turn : generation.getConversation()) {
      texts.add(turn.getRole());
      texts.add(turn.getContent());
    }
    texts.add(generation.getInstruction());
    texts.add(generation.getResponse());
    request.getComparedTo().map(Generation::getResponse).ifPresent(texts::add);
    return texts;
  }

  /// The reference answer that may be shown. A blank one is none: it would tell the judge that
  /// saying nothing is best.
  static Optional<String> reference(JudgeRequest request) {
    return request.getRubric().getReferenceUse() == ReferenceUse.NONE
        ? Optional.empty()
        : request.getReferenceAnswer().filter(answer -> !answer.isBlank());
  }

  private static List<Map<String, String>> questions(List<String> checklist) {
    return IntStream.range(0, checklist.size())
        .mapToObj(i -> Map.of("number", Integer.toString(i + 1), "question", checklist.get(i)))
        .toList();
  }
}
