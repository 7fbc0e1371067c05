package io.gavel.docs;

import static io.gavel.docs.ReferencePage.cell;
import static io.gavel.docs.ReferencePage.code;

import io.gavel.config.source.SettingsTree;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Every setting, from `defaults.yaml` and its comments.
final class ConfigurationPage {
  private static final String HEAD =
      """
      # Settings

      <!-- Made from src/main/resources/io/gavel/config/defaults.yaml; ReferencePagesTest says how to make it anew. -->

      Every key with its default. `gavel.yaml` in the working directory (or the file of `--config`) overrides it key by key; the
      environment overrides both, by the name below each key. A list is written with commas there, a property that is passed through
      has its own name in place of `<NAME>`: `security.protocol` is `GAVEL_KAFKA_PROPERTIES_SECURITY_PROTOCOL`. An unknown key, and an
      unknown variable that begins with `GAVEL_`, stops the start and is named.

      Durations are written `100ms`, `5s`, `10m`, `2h`, `7d`. A value may be `${env:NAME}` or `${file:/path}`: it is then read from
      there. Secrets (`api_key`, `token`, `bearer_token`, `password`, `headers`) come only from there or from their variable.

      Beside the settings there are `GAVEL_LOG_LEVEL` (such as `DEBUG`), `GAVEL_DEBUG=1` (where an error came from), and, for the
      launcher, `GAVEL_JAVA_OPTS` and `GAVEL_MAVEN_ARGS`.
      """;

  private static final String PROFILE =
      """

      `prometheus` is the name of the profile that is there from the beginning. A profile of your own is written in `gavel.yaml`, with the same keys
      under its own name and these defaults, but for `endpoints` and `model`, which it must set. Its keys may then come from the environment:
      `judge.profiles.chat.model` is `GAVEL_JUDGE_PROFILES_CHAT_MODEL`.
      """;

  private ConfigurationPage() {}

  static ReferencePage made() throws IOException {
    return new ReferencePage("configuration.md", text(Setting.all()));
  }

  private static String text(List<Setting> settings) {
    // A section's own keys stand together, also those behind a section that is within it.
    Map<String, StringBuilder> sections = new LinkedHashMap<>();
    sections.put("", new StringBuilder("\n## The worker\n").append(tableHead()));
    Setting commented = settings.getFirst();
    for (Setting setting : settings) {
      if (setting.isSection()) {
        sections.put(setting.path(), new StringBuilder(heading(setting)));
        continue;
      }
      if (!setting.comment().isEmpty()) {
        commented = setting;
      }
      Objects.requireNonNull(sections.get(setting.section())).append(row(setting, commented));
    }
    return HEAD + String.join("", sections.values());
  }

  private static String heading(Setting section) {
    boolean isProfile = section.path().equals("judge.profiles.prometheus");
    // `judge.profiles` holds nothing but profiles.
    if (section.path().equals("judge.profiles")) {
      return "";
    }
    return "\n## %s\n".formatted(code(section.path()))
        + (section.comment().isEmpty() ? "" : "\n" + linked(section.comment()) + "\n")
        + (isProfile ? PROFILE : "")
        + tableHead();
  }

  private static String tableHead() {
    return "\n| key, variable | default | meaning |\n| --- | --- | --- |\n";
  }

  private static String row(Setting setting, Setting commented) {
    String meaning =
        setting.equals(commented)
            ? linked(cell(setting.comment()))
            : "See " + code(commented.path()) + ".";
    boolean isPassedThrough = setting.fallback().equals("{}");
    return "| %s<br>%s | %s | %s |\n"
        .formatted(
            code(setting.path()),
            code(SettingsTree.variable(setting.path()) + (isPassedThrough ? "_<NAME>" : "")),
            code(setting.fallback()),
            meaning);
  }

  private static String linked(String text) {
    return text.replaceAll("\\bdocs/([\\w/-]+\\.md)", "[$1](../$1)");
  }
}
