package io.gavel.streams;

import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/// Stops the thread whatever a processor fails of, as Kafka Streams' own handler does, but without
/// a word: [SupervisedStreams] says in one line what stopped and what comes next. Made by Kafka
/// Streams from its name.
public final class StopOnFailure implements ProcessingExceptionHandler {
  /// Makes one.
  public StopOnFailure() {}

  @Override
  public Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
    return Response.fail();
  }

  @Override
  public void configure(Map<String, ?> configs) {}
}
