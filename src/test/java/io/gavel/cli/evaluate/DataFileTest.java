package io.gavel.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFileTest {
  @TempDir private Path folder;

  @Test
  void linesAreRecords() throws Exception {
    assertThat(visit("\uFEFF{\"a\": 1}\n\n{\"a\": 2}"))
        .containsExactly("1 {\"a\":1}", "3 {\"a\":2}");
  }

  @Test
  void theElementsOfAnArrayAreRecords() throws Exception {
    assertThat(visit("\uFEFF \n[{\"a\": 1},\n {\"a\": {\"b\": []}}]\n"))
        .containsExactly("1 {\"a\":1}", "2 {\"a\":{\"b\":[]}}");
  }

  @Test
  void whatIsNoObjectIsPassedOver() throws Exception {
    assertThat(visit("[1, [2, [3]], null, {\"a\": 1}, \"x\"]"))
        .containsExactly(
            "1 broken: is no JSON object",
            "2 broken: is no JSON object",
            "3 broken: is no JSON object",
            "4 {\"a\":1}",
            "5 broken: is no JSON object");
    assertThat(visit("1\n{\"a\": 1} {\"a\": 2}\n{\"a\": 1, \"a\": 2}\n{\"a\": 3}\n"))
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo("1 broken: is no JSON object"),
            one -> assertThat(one).startsWith("2 broken: is no JSON: Trailing token"),
            one -> assertThat(one).isEqualTo("3 broken: is no JSON: Duplicate field 'a'"),
            one -> assertThat(one).isEqualTo("4 {\"a\":3}"));
  }

  @Test
  void anArrayThatBreaksOffIsReadUpToThere() throws Exception {
    assertThat(visit("[{\"a\": 1},\n{\"a\": oops}, {\"a\": 3}]"))
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo("1 {\"a\":1}"),
            one ->
                assertThat(one)
                    .startsWith("2 broken: the file is no JSON from here on (line 2, column ")
                    .endsWith("; nothing after it can be read"));
    assertThat(visit("[{\"a\": 1}")).hasSize(2);
  }

  @Test
  void whatFollowsTheArrayIsNotPassedOverInSilence() throws Exception {
    assertThat(visit("[{\"a\": 1}]\n[{\"a\": 2}]"))
        .containsExactly("1 {\"a\":1}", "2 broken: something follows the array, and is not read");
  }

  @Test
  void aRecordIsNotLongerThanABoundAndItsNeighboursGoOn() throws Exception {
    String text = "x".repeat(600_000);
    String large = "{\"a\": \"%s\", \"b\": \"%s\"}".formatted(text, text);
    assertThat(visit("[%s, {\"a\": 1}]".formatted(large)))
        .containsExactly("1 broken: is longer than 1 MiB", "2 {\"a\":1}");
    assertThat(visit(large + "\n{\"a\": 1}\n"))
        .satisfiesExactly(
            one -> assertThat(one).startsWith("1 broken: the line is longer than 1 MiB"),
            one -> assertThat(one).isEqualTo("2 {\"a\":1}"));
  }

  @Test
  void aRecordWithoutEndFillsNoMemory() throws Exception {
    Path file = folder.resolve("data");
    try (var out = Files.newBufferedWriter(file)) {
      out.write("[{");
      for (int i = 0; i < 40; i++) {
        out.write("\"f%d\": \"%s\",".formatted(i, "x".repeat(500_000)));
      }
    }
    assertThat(visit(new DataFile(file), 10))
        .containsExactly("1 broken: is longer than 16 MiB; nothing after it can be read");
  }

  @Test
  void theVisitorSaysWhenItIsEnough() throws Exception {
    Path file = folder.resolve("data");
    Files.writeString(file, "[{\"a\": 1}, {\"a\": 2}, {\"a\": 3}]");
    assertThat(visit(new DataFile(file), 2)).hasSize(2);
    Files.writeString(file, "{\"a\": 1}\n{\"a\": 2}\n{\"a\": 3}");
    assertThat(visit(new DataFile(file), 2)).hasSize(2);
  }

  private List<String> visit(String content) throws IOException, InterruptedException {
    Path file = folder.resolve("data");
    Files.writeString(file, content);
    return visit(new DataFile(file), Integer.MAX_VALUE);
  }

  private static List<String> visit(DataFile file, int most)
      throws IOException, InterruptedException {
    List<String> seen = new ArrayList<>();
    file.visit(
        new DataFile.Visitor() {
          @Override
          public boolean record(long number, ObjectNode object) {
            seen.add(number + " " + object);
            return seen.size() < most;
          }

          @Override
          public void broken(long number, String message) {
            seen.add(number + " broken: " + message);
          }
        });
    return seen;
  }
}
