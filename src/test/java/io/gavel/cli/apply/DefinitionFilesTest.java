package io.gavel.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionFilesTest {
  @TempDir private Path folder = Path.of("");
  private final DefinitionFiles files = new DefinitionFiles(InputStream.nullInputStream());

  @Test
  void aDirectoryStandsForItsYamlFiles() throws IOException {
    Files.writeString(folder.resolve("b.yml"), "references: [{id: b, answer: x}]");
    Files.writeString(folder.resolve("a.yaml"), "references: [{id: a, answer: x}]");
    Files.writeString(folder.resolve("c.txt"), "no yaml: [");
    Files.createDirectory(folder.resolve("d.yaml"));
    Definitions definitions = files.read(List.of(folder.toString()));
    assertThat(definitions.references()).extracting(Definition::id).containsExactly("a", "b");
    assertThat(definitions.problems()).isEmpty();
  }

  @Test
  void standardInputIsAFile() {
    byte[] text = "references: [{id: a, answer: x}]".getBytes(StandardCharsets.UTF_8);
    assertThat(new DefinitionFiles(new ByteArrayInputStream(text)).read(List.of("-")).references())
        .hasSize(1);
  }

  @Test
  void whatCannotBeReadIsAProblemWithItsName() throws IOException {
    Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', (byte) 0xE4, ':'});
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path missing = folder.resolve("missing.yaml");
    assertThat(
            files.read(List.of(latin.toString(), empty.toString(), missing.toString())).problems())
        .extracting(Problem::toString)
        .containsExactly(
            latin + ": is not valid UTF-8",
            empty + ": the directory holds no *.yaml file",
            missing + ": there is no such file, or it may not be read");
  }

  @Test
  void aFileThatIsTooLargeIsNotReadWhole() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return '#';
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            return length;
          }
        };
    assertThat(new DefinitionFiles(endless).read(List.of("-")).problems())
        .extracting(Problem::toString)
        .containsExactly("standard input: is larger than 64 MiB: split it");
  }
}
