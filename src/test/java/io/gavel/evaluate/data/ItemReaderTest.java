package io.gavel.evaluate.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.agreement.Choice;
import io.gavel.evaluate.data.LabelledItem.Direct;
import io.gavel.evaluate.data.LabelledItem.Pair;
import io.gavel.schema.Level;
import io.gavel.schema.Rubric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemReaderTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FEEDBACK =
      """
      {"instruction": "the whole prompt", "orig_instruction": "Say hello.", "orig_response": "Hello.",
       "orig_reference_answer": "Hello!", "orig_criteria": "Is it polite?",
       "orig_score1_description": "rude", "orig_score2_description": "cold",
       "orig_score3_description": "so so", "orig_score4_description": "kind",
       "orig_score5_description": "polite", "orig_score": "4", "orig_feedback": "Nice."}
      """;
  private static final String PROMPT =
      """
      ###Task Description:
      An instruction ...

      ###The instruction to evaluate:
      Say hello.

      ###Response to evaluate:
      %s

      ###Reference Answer (Score 5):
      Hello!

      ###Score Rubrics:
      [Is it [very] polite?]
      Score 1: rude
      Score 2: cold
      and short
      Score 3: so so
      Score 4: kind
      Score 5: polite

      ###Feedback: \
      """;

  @Test
  void anItemOfTheFeedbackCollectionBringsItsRubric() {
    Direct item = direct(read(FEEDBACK));
    assertThat(item.scores()).containsExactly(4.0);
    assertThat(item.response()).isEqualTo("Hello.");
    assertThat(item.task().instruction()).isEqualTo("Say hello.");
    assertThat(item.task().referenceAnswer()).contains("Hello!");
    Rubric rubric = item.task().rubric().orElseThrow();
    assertThat(rubric.getCriteria()).isEqualTo("Is it polite?");
    assertThat(rubric.getLevels())
        .containsExactly(
            new Level(1, "rude"),
            new Level(2, "cold"),
            new Level(3, "so so"),
            new Level(4, "kind"),
            new Level(5, "polite"));
  }

  @ParameterizedTest
  @CsvSource({"A,FIRST", "B,SECOND"})
  void anItemOfThePreferenceCollectionIsAPair(String label, Choice choice) {
    Pair item =
        pair(
            read(
                """
                {"orig_instruction": "Say hello.", "orig_response_A": "Hello.",
                 "orig_response_B": "", "orig_reference_answer": "Hello!", "orig_score_A": "4",
                 "orig_criteria": "Is it polite?", "orig_preference": "%s"}
                """
                    .formatted(label)));
    assertThat(item.label()).isEqualTo(choice);
    assertThat(item.first()).isEqualTo("Hello.");
    assertThat(item.second()).isEmpty();
    Rubric rubric = item.task().rubric().orElseThrow();
    assertThat(rubric.getCriteria()).isEqualTo("Is it polite?");
    assertThat(rubric.getLevels()).isEmpty();
  }

  @Test
  void aWholePromptIsCutAtItsHeadings() {
    ObjectNode object = JSON.createObjectNode();
    object.put("instruction", PROMPT.formatted("Hi."));
    object.put("response_source", "llama");
    object.putArray("gpt4_score").add(3).addNull().add(4);
    Direct item = direct(reader().read(1, object));
    assertThat(item.task().instruction()).isEqualTo("Say hello.");
    assertThat(item.response()).isEqualTo("Hi.");
    assertThat(item.task().referenceAnswer()).contains("Hello!");
    assertThat(item.model()).contains("llama");
    assertThat(item.scores()).containsExactly(3.0, Double.NaN, 4.0);
    Rubric rubric = item.task().rubric().orElseThrow();
    assertThat(rubric.getCriteria()).isEqualTo("Is it [very] polite?");
    assertThat(rubric.getLevels()).hasSize(5).contains(new Level(2, "cold\nand short"));
  }

  @Test
  void aPromptMayHaveNoReferenceAnswer() {
    ObjectNode object = JSON.createObjectNode();
    object.put(
        "instruction",
        PROMPT.formatted("Hi.").replace("\n\n###Reference Answer (Score 5):\nHello!", ""));
    object.put("gpt4_score", 3);
    Direct item = direct(reader().read(1, object));
    assertThat(item.response()).isEqualTo("Hi.");
    assertThat(item.task().referenceAnswer()).isEmpty();
  }

  @Test
  void anotherFieldMayHoldTheScores() {
    ObjectNode object = JSON.createObjectNode();
    object.put("instruction", PROMPT.formatted("Hi."));
    object.putArray("human_score").add(2.5);
    ItemReader reader = ItemReader.of(Optional.empty(), "human_score");
    assertThat(direct(reader.read(1, object)).scores()).containsExactly(2.5);
    assertThat(reader.formatName()).contains("prometheus-scores");
  }

  @Test
  void aHeadingInTheResponseIsNotGuessedAt() {
    ObjectNode object = JSON.createObjectNode();
    object.put("instruction", PROMPT.formatted("Hi.\n\n###Score Rubrics:\nHa!"));
    object.put("gpt4_score", 3);
    assertThat(bad(reader().read(7, object)))
        .isEqualTo(
            "instruction: has the heading '###Score Rubrics:' more than once, so it cannot be cut"
                + " without guessing");
  }

  @Test
  void ofAChosenAndARejectedPromptTheBetterOneStandsWhereTheLabelSays() {
    int first = 0;
    for (int i = 0; i < 100; i++) {
      ObjectNode object = JSON.createObjectNode();
      object.put("chosen_instruction", PROMPT.formatted("good " + i));
      object.put("rejected_instruction", PROMPT.formatted("bad " + i));
      Pair item = pair(reader().read(1, object));
      assertThat(item.label() == Choice.FIRST ? item.first() : item.second())
          .isEqualTo("good " + i);
      first += item.label() == Choice.FIRST ? 1 : 0;
    }
    assertThat(first).isBetween(30, 70);
  }

  @Test
  void aTieOfAChosenAndARejectedPromptIsATie() {
    ObjectNode object = JSON.createObjectNode();
    object.put("chosen_instruction", PROMPT.formatted("one"));
    object.put("rejected_instruction", PROMPT.formatted("other"));
    object.put("tie", 1);
    assertThat(pair(reader().read(1, object)).label()).isEqualTo(Choice.TIE);
  }

  @Test
  void aChosenAndARejectedPromptMustAskTheSame() {
    ObjectNode object = JSON.createObjectNode();
    object.put("chosen_instruction", PROMPT.formatted("one"));
    object.put("rejected_instruction", PROMPT.formatted("other").replace("Say hello.", "Say bye."));
    assertThat(bad(reader().read(1, object)))
        .isEqualTo(
            "rejected_instruction: differs from chosen_instruction in more than the response");
  }

  @ParameterizedTest
  @CsvSource({"0,FIRST", "1,SECOND", "2,TIE"})
  void anItemOfAutoJIsAPairWithTies(int label, Choice choice) {
    Pair item =
        pair(
            read(
                """
                {"scenario": "chat", "prompt": "Say hello.", "response 1": "Hello.",
                 "response 2": "Bye.", "label": %d}
                """
                    .formatted(label)));
    assertThat(item.label()).isEqualTo(choice);
    assertThat(item.task().rubric()).isEmpty();
  }

  @Test
  void fieldsOfOnesOwnAreMapped() {
    ItemReader reader =
        mapped(
            Map.of(
                "instruction", "question", "response", "answer", "model", "bot", "label", "a, b"),
            false);
    Direct item =
        direct(
            read(
                reader,
                """
                {"question": "Hello?", "answer": "Yes.", "a": 1, "b": "2.5", "bot": "x"}
                """));
    assertThat(item.scores()).containsExactly(1.0, 2.5);
    assertThat(item.model()).contains("x");
    assertThat(reader.formatName()).contains("mapped");
  }

  @Test
  void labelsOfOnesOwnPairsAreSaidByChoices() {
    FieldMap map =
        new FieldMap(
            Map.of("instruction", "q", "response_a", "one", "response_b", "two", "label", "winner"),
            List.of("1", "2", "Draw"));
    Pair item =
        pair(
            read(
                ItemReader.mapped(map, false),
                """
                {"q": "Hello?", "one": "Yes.", "two": "No.", "winner": "draw"}
                """));
    assertThat(item.label()).isEqualTo(Choice.TIE);
    assertThat(
            bad(
                read(
                    ItemReader.mapped(map, false),
                    """
                    {"q": "Hello?", "one": "Yes.", "two": "No.", "winner": 3}
                    """)))
        .isEqualTo("winner: is none of [1, 2, draw]");
  }

  @Test
  void labelsAloneNeedNoTexts() {
    assertThat(direct(read(mapped(Map.of("label", "a"), true), "{\"a\": 3}")).scores())
        .containsExactly(3.0);
    assertThat(bad(read(mapped(Map.of("label", "a"), false), "{\"a\": 3}")))
        .isEqualTo(
            "instruction: no field is mapped to it (--map instruction=FIELD); response: no field is"
                + " mapped to it (--map response=FIELD)");
  }

  @Test
  void theFirstRecordThatFitsAFormatDecidesForAll() {
    ItemReader reader = reader();
    assertThat(bad(read(reader, "{\"text\": 1}")))
        .startsWith("has the fields of no known data set (preference-collection, ")
        .endsWith("; say with --map what they mean");
    assertThat(read(reader, FEEDBACK)).isInstanceOf(ReadItem.Good.class);
    assertThat(bad(read(reader, "{\"prompt\": \"x\", \"response 1\": \"a\", \"label\": 0}")))
        .startsWith("orig_instruction: missing; orig_criteria: missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"orig_score\": \"4\" | \"orig_score\": \"good\" | orig_score: holds no number",
        "\"orig_score\": \"4\" | \"orig_score\": {} | orig_score: must be a number, not an object",
        "\"orig_score\": \"4\" | \"orig_score\": [] | orig_score: holds no score",
        "\"orig_score\": \"4\" | \"orig_score\": null | orig_score: missing",
        "\"Say hello.\" | 5 | orig_instruction: must be text, not a number",
        "\"Say hello.\" | \" \" | orig_instruction: must not be empty",
        "\"Hello!\" | [] | orig_reference_answer: must be text, not an array",
      })
  void whatIsWrongWithARecordIsNamed(String from, String to, String message) {
    assertThat(bad(read(FEEDBACK.replace(from, to)))).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "label=x,answer=y | 'answer' is none of [instruction, label, model, reference_answer,"
            + " response, response_a, response_b]",
        "response=y | label is missing: which field holds it",
        "label=x,response_a=y | a pair needs both response_a and response_b",
        "label=x,response_a=y,response_b=z,response=w | response goes with scores, response_a and"
            + " response_b with pairs; not all of them",
      })
  void aMapThatCannotBeUsedIsRefused(String map, String message) {
    Map<String, String> fields = new HashMap<>();
    for (String entry : map.strip().split(",", -1)) {
      int equals = entry.indexOf('=');
      fields.put(entry.substring(0, equals), entry.substring(equals + 1));
    }
    assertThatThrownBy(() -> new FieldMap(fields, FieldMap.DEFAULT_CHOICES)).hasMessage(message);
  }

  private static ItemReader reader() {
    return ItemReader.of(Optional.empty(), DataFormat.DEFAULT_LABEL_FIELD);
  }

  private static ItemReader mapped(Map<String, String> fields, boolean labelsOnly) {
    return ItemReader.mapped(new FieldMap(fields, FieldMap.DEFAULT_CHOICES), labelsOnly);
  }

  private static ReadItem read(String json) {
    return read(reader(), json);
  }

  private static ReadItem read(ItemReader reader, String json) {
    try {
      return reader.read(1, (ObjectNode) JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static Direct direct(ReadItem item) {
    return (Direct) ((ReadItem.Good) item).item();
  }

  private static Pair pair(ReadItem item) {
    return (Pair) ((ReadItem.Good) item).item();
  }

  private static String bad(ReadItem item) {
    return ((ReadItem.Bad) item).message();
  }
}
