package io.gavel.cli.deadletters;

import io.gavel.cli.tail.RecordJson;
import io.gavel.cli.text.TerminalText;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.SourceHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything of one dead letter, for a person. Pure: the same dead letter gives the same lines.
///
/// @param width the columns of a line
/// @param zone whose clock is shown
/// @param json shows the source record
public record LetterText(int width, ZoneId zone, RecordJson json) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);
  private static final int NAME_COLUMNS = 14;
  private static final int DUMPED_BYTES = 256;
  private static final int BYTES_OF_LINE = 16;
  private static final int MOST_HEADERS = 50;
  private static final int MOST_CHARACTERS = 1_000;

  /// The lines, safe to print.
  ///
  /// @param sentAgain when it was sent again; null where it was not
  public List<String> lines(DeadLetter letter, @Nullable Instant sentAgain, Source source) {
    List<String> lines = new ArrayList<>();
    lines.add(TerminalText.line("Dead letter " + letter.getDeadLetterId(), width));
    field(lines, "failed", time(letter.getFailedAt()));
    field(lines, "stage", letter.getStage());
    field(lines, "reason", letter.getReason());
    field(lines, "detail", letter.getDetail());
    field(lines, "application", letter.getApplication());
    field(lines, "model", letter.getModel());
    field(lines, "generation", letter.getGenerationId());
    field(lines, "rubric", letter.getRubricId());
    field(lines, "request", letter.getRequestId());
    field(lines, "attempts", Integer.toString(letter.getAttempts()));
    if (letter.getStandIn()) {
      field(lines, "judge", "a stand-in, not a model");
    }
    field(lines, "sent again", sentAgain == null ? "no" : time(sentAgain));
    field(
        lines,
        "source",
        "topic %s, partition %d, offset %d"
            .formatted(
                letter.getSourceTopic(), letter.getSourcePartition(), letter.getSourceOffset()));
    field(lines, "written", time(letter.getSourceTimestamp()));
    field(lines, "key", letter.getSourceKey().map(LetterText::text));
    for (SourceHeader header :
        letter
            .getSourceHeaders()
            .subList(0, Math.min(MOST_HEADERS, letter.getSourceHeaders().size()))) {
      field(
          lines,
          "header",
          header.getKey() + ": " + header.getValue().map(LetterText::text).orElse("null"));
    }
    lines.add("");
    answer(lines, letter);
    record(lines, source);
    return lines;
  }

  private void field(List<String> lines, String name, Optional<String> value) {
    field(lines, name, value.orElse("-"));
  }

  private void field(List<String> lines, String name, String value) {
    List<String> wrapped = TerminalText.wrapped(value, width - NAME_COLUMNS - 2, Integer.MAX_VALUE);
    for (int i = 0; i < wrapped.size(); i++) {
      lines.add(
          ("  " + TerminalText.cell(i == 0 ? name : "", NAME_COLUMNS) + wrapped.get(i))
              .stripTrailing());
    }
  }

  private void answer(List<String> lines, DeadLetter letter) {
    if (letter.getRawAnswer().isEmpty()) {
      lines.add(letter.getAttempts() == 0 ? "No judge was asked." : "The judge answered nothing.");
    } else {
      lines.add("The judge's answer");
      letter
          .getRawAnswer()
          .get()
          .lines()
          .flatMap(line -> TerminalText.wrapped(line, width - 2, Integer.MAX_VALUE).stream())
          .forEach(line -> lines.add(("  " + line).stripTrailing()));
    }
    lines.add("");
  }

  private void record(List<String> lines, Source source) {
    switch (source) {
      case Source.Intact(var value) -> {
        lines.add("The record");
        json.lines(value).forEach(line -> lines.add("  " + line));
      }
      case Source.Unreadable(byte[] bytes, String why) -> {
        lines.add("The record, which cannot be read: " + bytes.length + " bytes");
        wrapped(lines, why);
        dump(lines, bytes);
      }
      case Source.Missing(String why) -> {
        lines.add("The record is missing");
        wrapped(lines, why);
      }
    }
  }

  private void wrapped(List<String> lines, String text) {
    TerminalText.wrapped(text, width - 2, Integer.MAX_VALUE)
        .forEach(line -> lines.add("  " + line));
  }

  private static void dump(List<String> lines, byte[] bytes) {
    int shown = Math.min(bytes.length, DUMPED_BYTES);
    for (int from = 0; from < shown; from += BYTES_OF_LINE) {
      int to = Math.min(shown, from + BYTES_OF_LINE);
      StringBuilder text = new StringBuilder();
      for (int i = from; i < to; i++) {
        text.append(bytes[i] >= ' ' && bytes[i] < 0x7F ? (char) bytes[i] : '.');
      }
      lines.add(
          "  %04x  %-47s  %s"
              .formatted(
                  from, HexFormat.ofDelimiter(" ").formatHex(bytes, from, to), text.toString()));
    }
    if (shown < bytes.length) {
      lines.add("  ... " + (bytes.length - shown) + " more bytes");
    }
  }

  private String time(Instant instant) {
    return TIME.format(instant.atZone(zone));
  }

  private static String text(ByteBuffer buffer) {
    return TerminalText.line(
        StandardCharsets.UTF_8.decode(buffer.duplicate()).toString(), MOST_CHARACTERS);
  }
}
