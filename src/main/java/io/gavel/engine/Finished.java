package io.gavel.engine;

import io.gavel.engine.outcome.Outcome;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.Decoded;
import io.gavel.trace.OutcomeTrace;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A received record and what it ended as.
///
/// @param partition the assignment it was received under
/// @param request the record
/// @param outcome what it ended as
/// @param record the outcome as it is published
/// @param trace is told when it is published
record Finished(
    OwnedPartition partition,
    Decoded<JudgeRequest> request,
    Outcome outcome,
    ProducerRecord<byte[], byte[]> record,
    OutcomeTrace trace) {
  /// The record as it was consumed.
  ConsumerRecord<byte[], byte[]> source() {
    return switch (request) {
      case Decoded.Intact<JudgeRequest> intact -> intact.source();
      case Decoded.Poison<JudgeRequest> poison -> poison.source();
    };
  }

  /// Its transaction was committed.
  void published() {
    switch (outcome) {
      case Outcome.Scored(Feedback feedback) -> trace.published(record, feedback);
      case Outcome.Dead(DeadLetter deadLetter) -> trace.published(record, deadLetter);
    }
  }

  /// Where the record stood, for a log line.
  String where() {
    return "%s-%d@%d".formatted(source().topic(), source().partition(), source().offset());
  }
}
