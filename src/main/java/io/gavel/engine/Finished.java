package io.gavel.engine;

import io.gavel.schema.JudgeRequest;
import io.gavel.serde.Decoded;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A received record and what it ended as.
///
/// @param ledger the assignment it was received under
/// @param request the record
/// @param outcome what it ended as
record Finished(PartitionLedger<Finished> ledger, Decoded<JudgeRequest> request, Outcome outcome) {
  /// The record as it was consumed.
  ConsumerRecord<byte[], byte[]> source() {
    return switch (request) {
      case Decoded.Intact<JudgeRequest> intact -> intact.source();
      case Decoded.Poison<JudgeRequest> poison -> poison.source();
    };
  }

  /// Where the record stood, for a log line.
  String where() {
    return "%s-%d@%d".formatted(source().topic(), source().partition(), source().offset());
  }

  /// `feedback`, or the reason of the dead letter.
  String code() {
    return switch (outcome) {
      case Outcome.Scored scored -> "feedback";
      case Outcome.Dead dead -> dead.deadLetter().getReason();
    };
  }

  /// Hands it to its ledger, in place of an earlier outcome where there is one.
  void enter() {
    ledger.finish(source().offset(), this);
  }
}
