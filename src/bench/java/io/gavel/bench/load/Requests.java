package io.gavel.bench.load;

import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Level;
import io.gavel.schema.Rubric;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/// The requests that all contestants get: valid, of one size, the same in every run.
public final class Requests {
  private static final Instant CREATED_AT = Instant.parse("2026-11-22T10:00:00Z");

  /// What a request takes besides its response, in bytes, roughly.
  private static final int FRAME = 330;

  private static final String[] WORDS =
      ("the lamp returns within thirty days and our support team answers every question about it"
              + " because customers want clear short honest replies with numbers dates prices"
              + " sizes colours weights reasons links examples limits risks steps")
          .split(" ");

  private static final Rubric RUBRIC =
      Rubric.newBuilder()
          .setRubricId("resolution")
          .setVersion(1)
          .setCriteria("Does the response solve the customer's problem?")
          .setLevels(
              List.of(
                  new Level(1, "Not at all."),
                  new Level(2, "Hardly."),
                  new Level(3, "In part."),
                  new Level(4, "Mostly."),
                  new Level(5, "Wholly.")))
          .build();

  private Requests() {}

  /// The id of a request, and the key of its record and of its outcome's.
  public static String id(int index) {
    return "request-%07d".formatted(index);
  }

  /// One request; its response fills it up to a size.
  ///
  /// @param index which one, from 0
  /// @param bytes about how large its record is
  public static JudgeRequest of(int index, int bytes) {
    return JudgeRequest.newBuilder()
        .setRequestId(id(index))
        .setGeneration(
            Generation.newBuilder()
                .setGenerationId(id(index))
                .setCreatedAt(CREATED_AT)
                .setApplication("support-assistant")
                .setModel("heron-8b")
                .setInstruction("How long can I return a lamp?")
                .setResponse(text(index, bytes - FRAME))
                .build())
        .setRubric(RUBRIC)
        .build();
  }

  /// Words, drawn by a seed: they compress about as models' answers do.
  ///
  /// @param seed which ones
  /// @param length in characters, all of them ASCII; below 1: none
  public static String text(int seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder(Math.max(0, length) + 16);
    while (text.length() < length) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
      if (random.nextInt(8) == 0) {
        text.append(random.nextInt(100_000)).append(' ');
      }
    }
    text.setLength(Math.max(0, length));
    return text.toString();
  }
}
