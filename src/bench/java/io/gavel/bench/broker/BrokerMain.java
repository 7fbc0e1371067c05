package io.gavel.bench.broker;

import io.gavel.local.LocalBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// The broker's own process: prints its address, and ends when its standard input does.
final class BrokerMain {
  private BrokerMain() {}

  /// Runs it.
  ///
  /// @param arguments the folder for its data
  public static void main(String[] arguments) throws IOException {
    try (LocalBroker broker =
        LocalBroker.start(
            Path.of(arguments[0]),
            // So that what a run wrote is gone soon after it.
            Map.of("log.segment.bytes", "67108864", "file.delete.delay.ms", "1000"))) {
      System.out.println(BrokerProcess.READY + broker.bootstrapServers());
      while (System.in.read() >= 0) {
        // Nobody writes; the end is what is waited for.
      }
    }
  }
}
