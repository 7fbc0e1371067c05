package io.gavel.cli.send;

import io.gavel.cli.kafka.RecordPublisher;
import io.gavel.schema.Generation;
import io.gavel.schema.Rubric;
import io.gavel.topic.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.avro.specific.SpecificRecord;

/// Sends the lines of one input, or only checks them. For one thread.
public final class GenerationSender {
  private static final int REMEMBERED_IDS = 1_000_000;

  private final LineParser parser;
  private final boolean strict;
  private final Optional<RecordPublisher> publisher;
  private final Progress progress;

  private final SeenIds seen = new SeenIds(REMEMBERED_IDS);
  private final Set<String> rubrics = new HashSet<>();
  private final Queue<ParsedLine.Invalid> tooLarge = new ConcurrentLinkedQueue<>();
  private long generations;
  private long badLines;

  /// @param parser looks at each line
  /// @param strict stop at the first bad line; nothing from it on is sent
  /// @param publisher where they go; empty: nowhere, they are only checked
  /// @param progress is told of everything
  public GenerationSender(
      LineParser parser, boolean strict, Optional<RecordPublisher> publisher, Progress progress) {
    this.parser = parser;
    this.strict = strict;
    this.publisher = publisher;
    this.progress = progress;
  }

  /// What was sent, or would be.
  ///
  /// @param generations acknowledged by the broker, or good where nothing is sent
  /// @param rubrics likewise, each once
  /// @param badLines how many lines were no generation
  public record Result(long generations, long rubrics, long badLines) {}

  /// Reads the input to its end, or to the first bad line in strict mode, and waits until
  /// everything is acknowledged.
  ///
  /// @throws IOException when the input cannot be read
  /// @throws io.gavel.cli.kafka.ClusterException when something cannot be published
  public Result send(InputStream input) throws IOException {
    LineReader lines = new LineReader(input);
    for (RawLine line = lines.next();
        line != null && !(strict && badLines > 0);
        line = lines.next()) {
      switch (unique(parser.parse(line))) {
        case ParsedLine.Valid valid -> send(valid);
        case ParsedLine.Invalid invalid -> bad(invalid);
      }
      reportTooLarge();
      progress.at(lines.bytesRead(), line.number());
    }
    publisher.ifPresent(RecordPublisher::flush);
    reportTooLarge();
    return new Result(
        publisher.map(p -> p.acknowledged(Topic.GENERATIONS)).orElse(generations),
        publisher.map(p -> p.acknowledged(Topic.RUBRICS)).orElse((long) rubrics.size()),
        badLines);
  }

  private ParsedLine unique(ParsedLine line) {
    if (line instanceof ParsedLine.Valid(long number, Generation generation, var rubric)) {
      Long before = seen.putIfAbsent(generation.getGenerationId(), number);
      if (before != null) {
        return new ParsedLine.Invalid(
            number,
            "generation_id: the same as in line %d; lines without one need different content or a created_at"
                .formatted(before));
      }
    }
    return line;
  }

  /// A rubric is acknowledged before the first generation that names it goes out, so that none has
  /// to wait for it.
  private void send(ParsedLine.Valid line) {
    line.rubric().ifPresent(rubric -> sendOnce(line.number(), rubric));
    generations++;
    publish(
        line.number(), Topic.GENERATIONS, line.generation().getGenerationId(), line.generation());
  }

  private void sendOnce(long number, Rubric rubric) {
    if (rubrics.add(rubric.getRubricId())) {
      publish(number, Topic.RUBRICS, rubric.getRubricId(), rubric);
      publisher.ifPresent(RecordPublisher::flush);
    }
  }

  private void publish(long number, Topic topic, String key, SpecificRecord value) {
    publisher.ifPresent(p ->
        p.publish(
            topic,
            key,
            value,
            why ->
                tooLarge.add(
                    new ParsedLine.Invalid(number, "larger than the broker takes: " + why))));
  }

  private void reportTooLarge() {
    for (ParsedLine.Invalid line = tooLarge.poll(); line != null; line = tooLarge.poll()) {
      bad(line);
    }
  }

  private void bad(ParsedLine.Invalid line) {
    badLines++;
    progress.badLine(line);
  }
}
