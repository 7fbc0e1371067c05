package io.gavel.judge.chat;

import static io.gavel.judge.chat.TestingChats.kind;
import static io.gavel.judge.chat.TestingChats.levels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.config.InvalidConfigException;
import io.gavel.deadletter.Reason;
import io.gavel.judge.TestingRequests;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.kind.Rendering;
import io.gavel.schema.ReferenceUse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Templates and system texts of the user's own.
class PromptTemplateTest {
  @TempDir private Path folder;

  @Test
  void aTemplateOfOnesOwnIsFilled() throws IOException {
    ChatKind kind =
        own(
            "{{instruction}} -> {{response}} by {{criteria}} ({{minimum}} to {{maximum}}):{{#levels}} {{score}}={{description}}{{/levels}}");
    Prompt.Chat prompt = prompt(kind, "<i> & {{x}}");
    assertThat(prompt.turns())
        .containsExactly(
            new Prompt.Turn(
                "user",
                "Why? -> <i> & {{x}} by Is it helpful? (1 to 2): 1=description 1 2=description 2"));
  }

  @Test
  void aSystemTextOfOnesOwnIsSent() throws IOException {
    Map<String, String> options =
        Map.of(
            "template_file",
            file("t", "{{response}}"),
            "system_file",
            file("s", "Judge {{it}}.\n"));
    assertThat(prompt(kind(options), "x").turns())
        .containsExactly(new Prompt.Turn("system", "Judge {{it}}."), new Prompt.Turn("user", "x"));
  }

  @Test
  void eachWordingHasANameOfItsOwn() throws IOException {
    String one = own("{{response}}").variant();
    assertThat(one).matches("custom-[0-9a-f]{12}-json").isEqualTo(own("{{response}}").variant());
    assertThat(own("{{response}}!").variant()).isNotEqualTo(one);
    assertThat(kind(Map.of("system_file", file("s", "Judge."))).variant())
        .startsWith("custom-")
        .isNotEqualTo(one);
    assertThat(kind(Map.of()).variant()).isEqualTo("built-in-1-json");
    assertThat(kind(Map.of("answer", "marker")).variant()).isEqualTo("built-in-1-marker");
  }

  @Test
  void theFileIsReadOnce() throws IOException {
    ChatKind kind = own("{{response}}");
    Files.writeString(folder.resolve("t"), "changed {{response}}");
    assertThat(prompt(kind, "x").turns().getFirst().content()).isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{response}} {{respnse}}|there is no {{respnse}}; there are answer_format, boundary, ",
        "{{response}} {{#levels}}{{points}}{{/levels}}|there is no {{points}}",
        "{{response}} {{^compared}}{{secret}}{{/compared}}|there is no {{secret}}",
        "{{response}} {{#nothing}}x{{/nothing}}|there is no {{nothing}}",
        "{{response.length}}|there is no {{response.length}}",
        "{{response}} {{.}}|there is no {{.}}",
        "{{response}} {{score}}|'score'",
        "{{response}} {{^conversation}}{{role}}{{/conversation}}|'role'",
        "{{response}} {{>other}}|it takes in 'other', but a template is one file",
        "{{response}} {{<other}}{{/other}}|it takes in 'other', but a template is one file",
        "{{response}} {{#levels}}|levels",
        "{{response|response",
        "Give a 5.|it must be a template with {{response}}, or {{response_a}} and {{response_b}}",
        "{{response_a}}|it must be a template with {{response}}, or {{response_a}} and {{response_b}}"
      })
  void aTemplateThatCannotBeFilledEndsTheStart(String template, String why) {
    assertThatThrownBy(() -> own(template))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(
            "judge.profiles.mine.asking.options.template_file: '" + folder.resolve("t") + "'")
        .hasMessageContaining(why);
  }

  @Test
  void aFileThatCannotBeUsedEndsTheStart() throws IOException {
    String absent = folder.resolve("absent").toString();
    assertRefused("template_file", absent, "it must be a file that is there");
    assertRefused("system_file", absent, "it must be a file that is there");
    assertRefused("template_file", "a\u0000b", "it must be a file that is there");
    assertRefused("template_file", folder.toString(), "it must be a file that can be read");
    assertRefused(
        "template_file",
        file("large", "{{response}}" + "x".repeat(65_536)),
        "it must be a file of at most 65536 bytes");
    assertRefused("system_file", file("blank", " \n"), "it must be a file that is not empty");
    Path latin = folder.resolve("latin");
    Files.write(latin, "{{response}} ü".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused("template_file", latin.toString(), "it must be a file in UTF-8");
  }

  @Test
  void otherOptionsAreWords() {
    assertRefused("answer", "xml", "it must be one of json, marker");
    assertRefused("tie", "maybe", "it must be one of yes, no");
    assertRefused("system_role", "off", "it must be one of yes, no");
  }

  @Test
  void aTemplateJudgesOnlyByWhatItShows() throws IOException {
    ChatKind plain = own("{{response}}");
    assertUnsupported(
        plain.render(TestingChats.checklist("Short?")),
        "has a checklist, and the template does not show it");
    assertUnsupported(
        plain.render(TestingChats.pair("x", "y")),
        "is relative, and the template does not show response_a and response_b");
    assertUnsupported(
        plain.render(
            TestingRequests.request("Why?", "x")
                .setReferenceAnswer("y")
                .setRubric(TestingRequests.rubric().setReferenceUse(ReferenceUse.REQUIRED).build())
                .build()),
        "requires a reference answer, and the template does not show it");
    assertUnsupported(
        own("{{response_a}} {{response_b}}").render(levels(1, 2, "x")),
        "is absolute, and the template does not show response");
  }

  private static void assertUnsupported(Rendering rendering, String why) {
    assertThat(rendering)
        .isEqualTo(
            new Rendering.Unsupported(
                Reason.UNSUPPORTED_RUBRIC, "rubric helpfulness version 1 " + why));
  }

  private static void assertRefused(String option, String value, String rule) {
    assertThatThrownBy(() -> kind(Map.of(option, value)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "judge.profiles.mine.asking.options.%s: '%s' is not allowed: %s"
                .formatted(option, value, rule));
  }

  private ChatKind own(String template) throws IOException {
    return kind(Map.of("template_file", file("t", template)));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Prompt.Chat prompt(ChatKind kind, String response) {
    return (Prompt.Chat) ((Rendering.Rendered) kind.render(levels(1, 2, response))).prompt();
  }

  @Test
  void namesOfPlacesInAListCanBeUsed() throws IOException {
    ChatKind kind =
        own(
            "{{#levels}}{{^-first}}, {{/-first}}{{score}}{{#-last}}.{{/-last}}{{/levels}} {{response}}");
    assertThat(prompt(kind, "x").turns())
        .extracting(Prompt.Turn::content)
        .isEqualTo(List.of("1, 2. x"));
  }
}
