package io.gavel.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.schema.Generation;
import io.gavel.schema.Level;
import io.gavel.schema.Message;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineParserTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final String LEAST =
      "'application':'support','model':'heron','instruction':'Why?','response':'Because.'";
  private static final String COLLECTION =
      "'orig_instruction':'Why?','orig_response':'Because.','orig_reference_answer':'Reasons.',"
          + "'orig_criteria':'Is it true?','orig_score1_description':'a','orig_score2_description':'b',"
          + "'orig_score3_description':'c','orig_score4_description':'d','orig_score5_description':'e'";

  private final LineParser parser = new LineParser(LineDefaults.none(), InstantSource.fixed(NOW));

  @Test
  void theLeastLineIsAGenerationMadeNow() {
    Generation generation = valid("{" + LEAST + "}");
    assertThat(generation.getApplication()).isEqualTo("support");
    assertThat(generation.getModel()).isEqualTo("heron");
    assertThat(generation.getInstruction()).isEqualTo("Why?");
    assertThat(generation.getResponse()).isEqualTo("Because.");
    assertThat(generation.getCreatedAt()).isEqualTo(NOW);
    assertThat(generation.getGenerationId()).matches("[0-9a-f]{32}");
    assertThat(generation.getReferenceId()).isEmpty();
    assertThat(generation.getRubricIds()).isEmpty();
  }

  @Test
  void everyFieldOfTheSchemaIsTaken() {
    Generation generation =
        valid(
            "{"
                + LEAST
                + ",'generation_id':'g1','created_at':'2026-11-20T12:00:00.123456+02:00',"
                + "'tags':{'language':'de'},'conversation':[{'role':'user','content':'Hi'}],"
                + "'reference_id':'r1','reference_answer':'So.','candidate_group':'c1',"
                + "'candidate_count':4,'rubric_ids':['clarity','tone','clarity']}");
    assertThat(generation.getGenerationId()).isEqualTo("g1");
    assertThat(generation.getCreatedAt()).isEqualTo(Instant.parse("2026-11-20T10:00:00.123Z"));
    assertThat(generation.getTags()).isEqualTo(Map.of("language", "de"));
    assertThat(generation.getConversation()).containsExactly(new Message("user", "Hi"));
    assertThat(generation.getReferenceId()).contains("r1");
    assertThat(generation.getReferenceAnswer()).contains("So.");
    assertThat(generation.getCandidateGroup()).contains("c1");
    assertThat(generation.getCandidateCount()).contains(4);
    assertThat(generation.getRubricIds()).containsExactly("clarity", "tone");
  }

  @Test
  void theTimeMayBeMilliseconds() {
    assertThat(valid("{" + LEAST + ",'created_at':1763805600123}").getCreatedAt())
        .isEqualTo(Instant.ofEpochMilli(1763805600123L));
  }

  @Test
  void aNullIsAsGoodAsNoField() {
    assertThat(valid("{" + LEAST + ",'tags':null,'reference_id':null,'created_at':null}"))
        .isEqualTo(valid("{" + LEAST + "}"));
  }

  @Test
  void anEmptyResponseIsAResponse() {
    assertThat(
            valid("{'application':'a','model':'m','instruction':'i','response':''}").getResponse())
        .isEmpty();
  }

  @Test
  void optionsSupplyWhatALineLacksAndNoMore() {
    LineParser defaulting =
        new LineParser(
            new LineDefaults("app", "mod", Map.of("language", "en", "source", "replay")),
            InstantSource.fixed(NOW));
    Generation lacking =
        valid(defaulting, "{'instruction':'i','response':'r','tags':{'language':'de'}}");
    assertThat(lacking.getApplication()).isEqualTo("app");
    assertThat(lacking.getModel()).isEqualTo("mod");
    assertThat(lacking.getTags()).isEqualTo(Map.of("language", "de", "source", "replay"));
    assertThat(valid(defaulting, "{" + LEAST + "}").getApplication()).isEqualTo("support");
  }

  @Test
  void theSameContentGivesTheSameIdWheneverItIsSent() {
    LineParser later = new LineParser(LineDefaults.none(), () -> NOW.plusSeconds(5));
    assertThat(valid(later, "{" + LEAST + "}").getGenerationId())
        .isEqualTo(valid("{" + LEAST + "}").getGenerationId());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'created_at':1763805600123",
        "'tags':{'a':'b'}",
        "'reference_id':'r'",
        "'reference_answer':'r'",
        "'candidate_group':'r'",
        "'rubric_ids':['r']",
        "'conversation':[{'role':'user','content':'r'}]"
      })
  void otherContentGivesAnotherId(String field) {
    assertThat(valid("{" + LEAST + "," + field + "}").getGenerationId())
        .isNotEqualTo(valid("{" + LEAST + "}").getGenerationId());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'application':'a','model':'m','instruction':'i'} | response: missing",
        "{'application':'a','model':'m','response':'r'} | instruction: missing",
        "{'application':'a','model':'m','instruction':' ','response':'r'} | instruction: must not be empty",
        "{'model':'m','instruction':'i','response':'r'} | application: missing: say it in the line or with --application",
        "{'application':'a','instruction':'i','response':'r'} | model: missing: say it in the line or with --model",
        "{'application':'','model':'m','instruction':'i','response':'r'} | application: must not be empty",
        "{'application':'a','model':7,'instruction':'i','response':['r']} | model: must be text, not a number; response: must be text, not an array",
        "{$,'generaton_id':'g'} | generaton_id: unknown field (is it generation_id?)",
        "{$,'createdAt':'g'} | createdAt: unknown field (is it created_at?)",
        "{$,'prompt':'g'} | prompt: unknown field",
        "{$,'generation_id':''} | generation_id: must not be empty",
        "{$,'tags':['a']} | tags: must be an object of texts, not an array",
        "{$,'tags':{'a':1}} | tags.a: must be text, not a number",
        "{$,'rubric_ids':'clarity'} | rubric_ids: must be an array, not text",
        "{$,'rubric_ids':['a',null]} | rubric_ids[1]: must be text, not null",
        "{$,'conversation':['Hi']} | conversation[0]: must be an object with role and content, not text",
        "{$,'conversation':[{'role':'bot','content':''}]} | conversation[0]: role: must be user, assistant, system or tool",
        "{$,'conversation':[{'role':'user'}]} | conversation[0]: content: missing",
        "{$,'created_at':1763805600} | created_at: a number must be milliseconds since 1970, after 1973",
        "{$,'created_at':99999999999999999999} | created_at: a number must be milliseconds since 1970, after 1973",
        "{$,'created_at':'2026-11-22 10:00'} | created_at: must be a time with its zone such as 2026-11-22T09:30:00Z, or milliseconds since 1970",
        "{$,'created_at':'2026-11-22T10:00:00'} | created_at: must be a time with its zone such as 2026-11-22T09:30:00Z, or milliseconds since 1970",
        "{$,'created_at':'+999999999-01-01T00:00:00Z'} | created_at: must be a time with its zone such as 2026-11-22T09:30:00Z, or milliseconds since 1970",
        "{$,'created_at':1.5} | created_at: must be a time with its zone such as 2026-11-22T09:30:00Z, or milliseconds since 1970",
        "{$,'reference_answer':'x\\ud800y'} | reference_answer: holds half a surrogate pair (a broken \\u escape)",
        "[{$}] | each line must be a JSON object, this one is an array (jq -c '.[]' FILE writes an array as lines)",
        "'text' | each line must be a JSON object, this one is text",
        "null | each line must be a JSON object, this one is null",
      })
  void aBadLineNamesTheFieldAndWhatIsWrong(String line, String message) {
    assertThat(invalid(line.replace("$", LEAST))).isEqualTo(message.replace("jq -c \"", "jq -c '"));
  }

  @Test
  void anIdHasAtMostTwoHundredCharacters() {
    assertThat(valid("{" + LEAST + ",'generation_id':'" + "x".repeat(200) + "'}")).isNotNull();
    assertThat(invalid("{" + LEAST + ",'generation_id':'" + "x".repeat(201) + "'}"))
        .isEqualTo("generation_id: must have at most 200 characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{'a':", "{'a':1,'a':2}", "{} {}", "{'a' 1}", "oops"})
  void whatIsNoJsonSaysSo(String line) {
    assertThat(invalid(line))
        .startsWith("not valid JSON: ")
        .contains("column")
        .doesNotContain("\n");
  }

  @Test
  void aHostileFieldNameCannotSteerTheTerminal() {
    assertThat(invalid("{" + LEAST + ",'\\u001b[2J" + "x".repeat(100) + "':1}"))
        .startsWith("\uFFFD[2Jxxx")
        .endsWith("…: unknown field")
        .hasSizeLessThan(90);
  }

  @Test
  void manyProblemsAreCountedAndNotAllListed() {
    assertThat(invalid("{" + LEAST + ",'p1':1,'p2':1,'p3':1,'p4':1,'p5':1,'p6':1,'p7':1}"))
        .contains("p5: unknown field")
        .doesNotContain("p6")
        .endsWith("; and 2 more");
  }

  @Test
  void anUnreadableLineIsInvalid() {
    assertThat(parser.parse(new RawLine.Unreadable(7, "too long")))
        .isEqualTo(new ParsedLine.Invalid(7, "too long"));
  }

  @Test
  void aLineOfTheFeedbackCollectionBringsItsRubricAlong() {
    ParsedLine.Valid line =
        (ParsedLine.Valid)
            parse(
                collecting(),
                "{"
                    + COLLECTION
                    + ",'orig_score':'3','orig_feedback':'f','output':'o','instruction':'whole','input':''}");
    Rubric rubric = line.rubric().orElseThrow();
    assertThat(rubric.getRubricId()).matches("feedback-collection-[0-9a-f]{32}");
    assertThat(rubric.getVersion()).isEqualTo(1);
    assertThat(rubric.getCriteria()).isEqualTo("Is it true?");
    assertThat(rubric.getLevels())
        .containsExactly(
            new Level(1, "a"),
            new Level(2, "b"),
            new Level(3, "c"),
            new Level(4, "d"),
            new Level(5, "e"));
    assertThat(rubric.getReferenceUse()).isEqualTo(ReferenceUse.OPTIONAL);
    assertThat(line.generation().getInstruction()).isEqualTo("Why?");
    assertThat(line.generation().getResponse()).isEqualTo("Because.");
    assertThat(line.generation().getReferenceAnswer()).contains("Reasons.");
    assertThat(line.generation().getRubricIds()).containsExactly(rubric.getRubricId());
  }

  @Test
  void theSameRubricTextIsTheSameRubric() {
    assertThat(rubricOf("{" + COLLECTION + "}"))
        .isEqualTo(rubricOf("{" + COLLECTION.replace("Because", "So") + "}"))
        .isNotEqualTo(rubricOf("{" + COLLECTION.replace("'e'", "'f'") + "}"));
  }

  @Test
  void aLineOfTheFeedbackCollectionIsCheckedAsWell() {
    assertThat(
            ((ParsedLine.Invalid)
                    parse(
                        collecting(),
                        "{'orig_instruction':'i','orig_criteria':'c','response':'r',"
                            + "'orig_score1_description':'','orig_score2_description':'b',"
                            + "'orig_score3_description':'c','orig_score5_description':'e'}"))
                .message())
        .isEqualTo(
            "response: unknown field; orig_score1_description: must not be empty;"
                + " orig_score4_description: missing; orig_response: missing");
  }

  private static LineParser collecting() {
    return new LineParser(new LineDefaults("a", "m", Map.of()), InstantSource.fixed(NOW));
  }

  private static Rubric rubricOf(String line) {
    return ((ParsedLine.Valid) parse(collecting(), line)).rubric().orElseThrow();
  }

  private Generation valid(String line) {
    return valid(parser, line);
  }

  private static Generation valid(LineParser parser, String line) {
    ParsedLine parsed = parse(parser, line);
    assertThat(parsed).isInstanceOf(ParsedLine.Valid.class);
    return ((ParsedLine.Valid) parsed).generation();
  }

  private String invalid(String line) {
    ParsedLine parsed = parse(parser, line);
    assertThat(parsed).isInstanceOf(ParsedLine.Invalid.class);
    assertThat(parsed.number()).isEqualTo(3);
    return ((ParsedLine.Invalid) parsed).message();
  }

  private static ParsedLine parse(LineParser parser, String line) {
    return parser.parse(new RawLine.Text(3, line.replace('\'', '"')));
  }
}
