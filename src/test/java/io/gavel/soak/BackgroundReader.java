package io.gavel.soak;

import org.apache.kafka.common.KafkaException;

/// A [CommittedReader] on a thread of its own. That it cannot read on breaks the invariant.
final class BackgroundReader implements AutoCloseable {
  private final CommittedReader reader;
  private final OutcomeBook book;
  private final Thread thread;
  private volatile boolean stopping;

  /// @param reader is closed with this
  /// @param book what it enters into
  BackgroundReader(CommittedReader reader, OutcomeBook book) {
    this.reader = reader;
    this.book = book;
    this.thread = Thread.ofPlatform().name("committed-reader").unstarted(this::run);
  }

  /// Begins.
  void start() {
    thread.start();
  }

  @Override
  public void close() {
    stop();
  }

  /// Ends; returns when nothing is entered any more.
  void stop() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (reader) {
      while (!stopping) {
        reader.read();
      }
    } catch (KafkaException e) {
      book.violate("the reader of committed records failed: " + e);
    }
  }
}
