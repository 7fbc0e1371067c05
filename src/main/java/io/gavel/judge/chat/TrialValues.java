package io.gavel.judge.chat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Values of every sort of request, to try a template with: each of what a request may have or not,
/// and each way to judge it. A name that stands where it has no value shows with one of them.
final class TrialValues {
  private static final List<String> JUDGED = List.of("scored", "checked", "compared");

  /// What may be absent, independently: earlier turns, the reference answer, the response's text,
  /// the levels of a relative rubric, and the offer of a tie.
  private static final int CHOICES = 5;

  private TrialValues() {}

  static Stream<Map<String, Object>> all() {
    return JUDGED.stream()
        .flatMap(
            judged -> IntStream.range(0, 1 << CHOICES).mapToObj(choice -> values(judged, choice)));
  }

  private static Map<String, Object> values(String judged, int choice) {
    boolean scored = judged.equals("scored");
    boolean compared = judged.equals("compared");
    Map<String, Object> values = new HashMap<>();
    JUDGED.forEach(way -> values.put(way, way.equals(judged)));
    values.put("tie", compared && has(choice, 0));
    values.put("conversation", list(has(choice, 1), Map.of("role", "x", "content", "x")));
    values.put("reference_answer", text(has(choice, 2)));
    values.put("response", text(!compared && has(choice, 3)));
    values.put("response_a", text(compared && has(choice, 3)));
    values.put("response_b", text(compared && has(choice, 3)));
    values.put(
        "levels",
        list(scored || (compared && has(choice, 4)), Map.of("score", "x", "description", "x")));
    values.put("minimum", text(scored));
    values.put("maximum", text(scored));
    values.put("checklist", list(judged.equals("checked"), Map.of("number", "x", "question", "x")));
    for (String always : List.of("instruction", "criteria", "boundary", "answer_format")) {
      values.put(always, "x");
    }
    return values;
  }

  private static boolean has(int choice, int bit) {
    return (choice >> bit & 1) == 1;
  }

  private static String text(boolean present) {
    return present ? "x" : "";
  }

  private static List<Map<String, String>> list(boolean present, Map<String, String> element) {
    return present ? List.of(element, element) : List.of();
  }
}
