package io.gavel.bench.part;

import io.gavel.bench.broker.BrokerProcess;
import io.gavel.bench.broker.Track;

/// What all parts share while they measure.
///
/// @param broker the broker
/// @param progress tells the reader how far it is
public record Stage(BrokerProcess broker, Progress progress) {
  /// New topics, filled with requests.
  ///
  /// @param name unique
  /// @param requests how many
  /// @param bytes about how large each is
  public Track filled(String name, int requests, int bytes) {
    progress.say("writing %,d requests of %,d bytes to %s".formatted(requests, bytes, name));
    return track(name, requests, bytes).fill();
  }

  /// New topics with nothing in them.
  public Track track(String name, int requests, int bytes) {
    return new Track(broker.kafka(), name, requests, bytes).create();
  }
}
