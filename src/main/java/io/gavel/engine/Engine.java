package io.gavel.engine;

import io.gavel.health.Health;
import java.util.Optional;

/// The judge role: takes judge requests, has each assessed, and publishes exactly one outcome for
/// each. It runs on threads of its own between [#start] and [#close].
public interface Engine extends AutoCloseable {
  /// Starts; returns at once. Called once.
  void start();

  /// What made it stop by itself; empty while it runs or was closed.
  Optional<Throwable> failure();

  /// How it stands now.
  Health health();

  /// Stops: takes no new requests, waits for those under way as long as `engine.drain` allows,
  /// publishes what is finished, and leaves the rest to the next owner. Does nothing the second
  /// time.
  @Override
  void close();
}
