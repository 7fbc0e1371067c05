package io.gavel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// Ports that stay their owner's while it is down: below the range from which systems take the
/// ports of outgoing connections, since a client that tries again and again to reach a closed port
/// in that range ends up connected to itself, and holds the port.
public final class StablePorts {
  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 32_000;

  private final Random random = new Random();
  private final Set<Integer> taken = new HashSet<>();

  /// The first of some consecutive ports, each as [#next()].
  ///
  /// @param count how many
  public int next(int count) {
    while (true) {
      int first = next();
      if (IntStream.range(first + 1, first + count)
          .allMatch(port -> taken.add(port) && isFree(port))) {
        return first;
      }
    }
  }

  /// A port of the loopback interface that nobody listens on, and that was not given before.
  public int next() {
    while (true) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (taken.add(port) && isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
