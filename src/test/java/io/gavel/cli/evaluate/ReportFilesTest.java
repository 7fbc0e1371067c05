package io.gavel.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.evaluate.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
  @TempDir private Path folder;

  @Test
  void whoeverMayReadOtherFilesMayReadTheReport() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "text");
    new ReportFiles(folder).write(new Report("Title", Map.of(), List.of(), List.of()));

    assertThat(Files.getPosixFilePermissions(folder.resolve("report.md")))
        .isEqualTo(Files.getPosixFilePermissions(other));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("other", "report.md", "report.json");
    }
  }
}
