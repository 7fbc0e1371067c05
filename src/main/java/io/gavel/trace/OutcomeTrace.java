package io.gavel.trace;

import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/// The trace of one outcome until it is published. One that never is, because another owner of the
/// partition publishes its own, is told of by nobody. For any thread.
public interface OutcomeTrace {
  /// Puts the context into the headers of the outcome's record.
  void addTo(Headers headers);

  /// Feedback is published: its transaction was committed.
  ///
  /// @param record as it was published
  /// @param feedback what is in it
  void published(ProducerRecord<byte[], byte[]> record, Feedback feedback);

  /// A dead letter is published likewise.
  ///
  /// @param record as it was published
  /// @param deadLetter what is in it
  void published(ProducerRecord<byte[], byte[]> record, DeadLetter deadLetter);
}
