package io.gavel.web.reward.feed;

import io.gavel.schema.Generation;
import io.gavel.schema.Priority;
import io.gavel.web.reward.book.Sample;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Samples as generations.
final class SampleRecords {
  private SampleRecords() {}

  /// @param generationId its id
  /// @param application what it counts as
  /// @param sample the sample
  /// @param now when it was asked for
  static Generation generation(
      String generationId, String application, Sample sample, Instant now) {
    return Generation.newBuilder()
        .setGenerationId(generationId)
        .setCreatedAt(now.truncatedTo(ChronoUnit.MILLIS))
        .setApplication(application)
        .setModel(sample.model())
        .setInstruction(sample.prompt())
        .setResponse(sample.response())
        .setReferenceAnswer(sample.label().orElse(null))
        // Somebody waits for it.
        .setPriority(Priority.REWARD)
        .build();
  }
}
