package io.gavel.docs;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A page of `docs/reference`, which is made from the code that it is about.
///
/// @param name its file, such as `metrics.md`
/// @param text what it should be
public record ReferencePage(String name, String text) {
  private static final Path MADE = Path.of("target/docs/reference");
  private static final Path KEPT = Path.of("docs/reference");

  /// Compares the page with what is kept in the repository; where they differ, writes the page to
  /// `target` and says how to take it over.
  public void assertIsKept() throws IOException {
    Path kept = KEPT.resolve(name);
    String before = Files.exists(kept) ? Files.readString(kept) : "";
    if (before.equals(text)) {
      return;
    }
    Path made = MADE.resolve(name);
    Files.createDirectories(MADE);
    Files.writeString(made, text);
    fail(
        "%s is not what the code says, from line %d on; take the new page over with: cp %s %s",
        kept, firstDifference(before.lines().toList(), text.lines().toList()), made, kept);
  }

  private static int firstDifference(List<String> before, List<String> after) {
    int line = 0;
    while (line < Math.min(before.size(), after.size())
        && before.get(line).equals(after.get(line))) {
      line++;
    }
    return line + 1;
  }

  /// Text for a cell of a table: on one line, with nothing that Markdown would take for its own.
  public static String cell(String text) {
    return text.replaceAll("\\s+", " ").strip().replace("|", "\\|").replace("<", "&lt;");
  }

  /// Text as code in a cell of a table.
  public static String code(String text) {
    return "`" + text.replace("|", "\\|") + "`";
  }
}
