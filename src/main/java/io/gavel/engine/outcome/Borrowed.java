package io.gavel.engine.outcome;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/// A few equal things, each for one thread at a time: Kafka's serializers need not be thread-safe,
/// and there are thousands of calls. For any thread.
///
/// @param <T> closed with this
final class Borrowed<T extends Closeable> implements Closeable {
  private final List<T> all = new ArrayList<>();
  private final BlockingQueue<T> free;

  /// @param count how many, at least 1
  /// @param maker makes one
  Borrowed(int count, Supplier<T> maker) {
    free = new ArrayBlockingQueue<>(count);
    for (int i = 0; i < count; i++) {
      all.add(maker.get());
    }
    free.addAll(all);
  }

  /// Does something with one of them, once one is free.
  <R> R with(Function<T, R> act) throws InterruptedException {
    T one = free.take();
    try {
      return act.apply(one);
    } finally {
      free.add(one);
    }
  }

  @Override
  public void close() throws IOException {
    for (T one : all) {
      one.close();
    }
  }
}
