package io.gavel.bench.load;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What is done with one record between reading it and writing its outcome. Any number of threads
/// may call it.
@FunctionalInterface
public interface Work {
  /// Judges one record; blocks while the pool works on it.
  ///
  /// @param request as it was consumed
  /// @return the value of its outcome
  byte[] outcome(ConsumerRecord<byte[], byte[]> request) throws InterruptedException;

  /// The record's bytes as they are, after the pool has worked on them.
  static Work bytes(Pool pool) {
    return request -> {
      pool.serve(new String(request.key(), StandardCharsets.UTF_8));
      return request.value();
    };
  }
}
