package io.gavel.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFileTest {
  private static final ExportState BEGIN =
      ExportState.begin("rewards", Format.RAW, new Selection(false, false, 0.5));

  @TempDir private Path folder;
  private Path path = Path.of("");

  @BeforeEach
  void name() {
    path = folder.resolve("rewards.jsonl");
  }

  @Test
  void aRunGoesOnWhereTheLastOneCommitted() throws IOException {
    try (ExportFile file = ExportFile.open(path, BEGIN)) {
      file.write("one");
      file.commit(Map.of(0, 7L, 2, 9L));
    }
    try (ExportFile file = ExportFile.open(path, BEGIN)) {
      assertThat(file.offsets()).isEqualTo(Map.of(0, 7L, 2, 9L));
      file.write("zwei ä");
      file.commit(Map.of(0, 8L, 2, 9L));
    }

    assertThat(path).hasContent("one\nzwei ä\n");
  }

  @Test
  void whatWasNotCommittedIsCutOff() throws IOException {
    try (ExportFile file = ExportFile.open(path, BEGIN)) {
      file.write("one");
      file.commit(Map.of(0, 1L));
      file.write("two");
    }
    Files.writeString(path, "one\ntw");

    try (ExportFile file = ExportFile.open(path, BEGIN)) {
      assertThat(file.offsets()).isEqualTo(Map.of(0, 1L));
      file.write("two");
      file.commit(Map.of(0, 2L));
    }

    assertThat(path).hasContent("one\ntwo\n");
  }

  @Test
  void aFileOfSomethingElseIsLeftAlone() throws IOException {
    Files.writeString(path, "mine");

    assertThatThrownBy(() -> ExportFile.open(path, BEGIN))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no export to go on with");
    assertThat(path).hasContent("mine");
  }

  @Test
  void anotherExportDoesNotGoOnInTheSameFile() throws IOException {
    try (ExportFile file = ExportFile.open(path, BEGIN)) {
      file.commit(Map.of());
    }

    assertThatThrownBy(() ->
            ExportFile.open(
                path, ExportState.begin("rewards", Format.RAW, new Selection(false, true, 0.5))))
        .hasMessageContaining("is an export of topic rewards as raw")
        .hasMessageContaining("stand-ins included: false");
  }

  @Test
  void aFileThatLostLinesIsRefused() throws IOException {
    try (ExportFile file = ExportFile.open(path, BEGIN)) {
      file.write("one");
      file.commit(Map.of(0, 1L));
    }
    Files.writeString(path, "o");

    assertThatThrownBy(() -> ExportFile.open(path, BEGIN)).hasMessageContaining("is shorter than");
  }

  @Test
  void aStateThatIsNoneIsRefused() throws IOException {
    Files.writeString(folder.resolve("rewards.jsonl.state"), "{}");

    assertThatThrownBy(() -> ExportFile.open(path, BEGIN))
        .hasMessageContaining("is no state of an export");
  }

  @Test
  void twoRunsDoNotWriteAtOnce() throws IOException {
    try (ExportFile _ = ExportFile.open(path, BEGIN)) {
      assertThatThrownBy(() -> ExportFile.open(path, BEGIN))
          .hasMessageContaining("is being written by another run");
    }
  }
}
