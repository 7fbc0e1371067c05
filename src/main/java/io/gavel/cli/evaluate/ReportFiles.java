package io.gavel.cli.evaluate;

import io.gavel.evaluate.report.JsonReport;
import io.gavel.evaluate.report.MarkdownReport;
import io.gavel.evaluate.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes a report into a directory: `report.md` with its pictures, and `report.json`.
///
/// @param directory where; must be there
public record ReportFiles(Path directory) {
  /// The verdicts, one a line.
  public static final String VERDICTS = "verdicts.jsonl";

  /// Writes, each file as a whole or not at all.
  ///
  /// @throws IOException where one cannot be written
  public void write(Report report) throws IOException {
    Map<String, String> files = new LinkedHashMap<>(MarkdownReport.pictures(report));
    files.put("report.json", JsonReport.of(report).toPrettyString() + "\n");
    files.put("report.md", MarkdownReport.text(report));
    for (Map.Entry<String, String> file : files.entrySet()) {
      // Not createTempFile: what that makes nobody else may read.
      Path temporary = directory.resolve(file.getKey() + ".part");
      try {
        Files.writeString(temporary, file.getValue());
        Files.move(
            temporary, directory.resolve(file.getKey()), StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
  }
}
