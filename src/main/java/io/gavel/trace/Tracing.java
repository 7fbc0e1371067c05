package io.gavel.trace;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Takes what the roles tell of their work, and says in which context it goes on. Nothing here
/// blocks or throws, whatever becomes of what is told. For any number of threads; a context belongs
/// to a record and never to a thread.
public interface Tracing extends AutoCloseable {
  /// Tells nobody; contexts go on as they came.
  Tracing OFF = new Untraced();

  /// Begins the decision on a generation.
  ///
  /// @param source the generation's record
  DecisionTrace decision(ConsumerRecord<byte[], byte[]> source);

  /// Begins the judging of a request.
  ///
  /// @param source the judge request's record
  RequestTrace request(ConsumerRecord<byte[], byte[]> source);

  /// Tells what is left, for some seconds at most.
  @Override
  void close();
}
