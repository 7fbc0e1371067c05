package io.gavel.judge.chat;

import com.fasterxml.jackson.core.JsonToken;
import io.gavel.judge.exchange.Form;
import io.gavel.judge.kind.Reading;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// One JSON object, bare or alone in one fence, and nothing else: `feedback` and `score`, or an
/// `item_1` and so on for each item of a checklist, or `better`.
///
/// Strict, whatever the server promised. Keys: these, each once, no others. Types: `score` a whole
/// number, or one in quotation marks, which can mean nothing else; never with a point or an
/// exponent. Items are `true` or `false`, not words. Lenient only where nothing hangs on it: the
/// order of the keys, and line breaks inside a text, which models forget to escape. What a model
/// thought aloud before it, between `<think>` and `</think>`, is left out.
final class JsonForm implements AnswerForm {
  static final String FEEDBACK = "feedback";
  static final String SCORE = "score";
  static final String BETTER = "better";

  private static final Pattern FENCE =
      Pattern.compile("```(?:json)?[ \\t]*+\\R(.*)```", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  @Override
  public String code() {
    return "json";
  }

  @Override
  public String words(Wanted wanted) {
    String lead =
        "Answer with one JSON object and nothing before or after it. Its key \"feedback\" comes first: your reasons, in a few sentences. ";
    return lead
        + switch (wanted) {
          case Wanted.Level level ->
              "Then its key \"score\": a whole number from %d to %d.\nForm: {\"feedback\": (text), \"score\": (number)}"
                  .formatted(level.scale().minimum(), level.scale().maximum());
          case Wanted.Items items ->
              "Then one key for each question, in their order, from \"item_1\" to \"item_%d\": true if the answer to the question is yes, false if it is no or cannot be told.\nForm: {\"feedback\": (text), \"item_1\": (true or false)%s}"
                  .formatted(items.items().size(), items.items().size() > 1 ? ", ..." : "");
          case Wanted.Better better ->
              "Then its key \"better\": \"A\" or \"B\" for the better response%s.\nForm: {\"feedback\": (text), \"better\": (%s)}"
                  .formatted(
                      better.tie() ? ", or \"tie\" if neither is better" : "",
                      better.tie() ? "\"A\", \"B\" or \"tie\"" : "\"A\" or \"B\"");
        };
  }

  @Override
  public Form form(Wanted wanted) {
    return new Form.Json("judgement", JsonSchemas.of(wanted));
  }

  @Override
  public Found read(Wanted wanted, String answer, List<String> assessed) {
    Part part = unfenced(Part.concluding(answer));
    Optional<JsonAnswer> parsed = JsonAnswer.parse(part.text());
    if (parsed.isEmpty()) {
      return Found.none("it is not one JSON object and nothing else");
    }
    JsonAnswer object = parsed.get();
    List<String> expected =
        switch (wanted) {
          case Wanted.Level _ -> List.of(SCORE);
          case Wanted.Items items -> keys(items);
          case Wanted.Better _ -> List.of(BETTER);
        };
    Optional<String> objection = object.objection(expected);
    if (objection.isPresent()) {
      return Found.none(objection.get());
    }
    String feedback = object.feedback();
    if (Injection.copied(part.text(), feedback, assessed)) {
      return Found.none("it repeats an answer that stands in what it assesses");
    }
    Reading reading =
        switch (wanted) {
          case Wanted.Level level -> Conclusions.score(object.text(SCORE), level.scale(), feedback);
          case Wanted.Items items ->
              Conclusions.checks(
                  items.items(),
                  expected.stream().map(key -> object.text(key).equals("true")).toList(),
                  feedback);
          case Wanted.Better better -> Conclusions.better(object.text(BETTER), better, feedback);
        };
    JsonAnswer.Value conclusion = object.value(expected.getFirst());
    int from = part.start() + conclusion.start();
    return new Found(reading, from, conclusion.token() == JsonToken.VALUE_STRING ? from + 1 : from);
  }

  /// The keys of a checklist's items.
  static List<String> keys(Wanted.Items items) {
    return IntStream.rangeClosed(1, items.items().size()).mapToObj(i -> "item_" + i).toList();
  }

  private static Part unfenced(Part part) {
    Matcher fence = FENCE.matcher(part.text());
    return fence.matches() ? part.part(fence.start(1), fence.end(1)) : part;
  }
}
