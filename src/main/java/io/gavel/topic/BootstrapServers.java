package io.gavel.topic;

import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/// Tells name servers that are away from a mistake in the settings: a client that cannot find any
/// of its brokers' hosts when it is made says so in the same words for both.
public final class BootstrapServers {
  private static final int LONGEST_CHAIN = 50;

  private BootstrapServers() {}

  /// Whether a client could not be made because no host of `kafka.bootstrap_servers` can be found,
  /// which may pass by itself.
  ///
  /// @param thrown by the client, or with that as a cause at any depth
  public static boolean areUnknown(Throwable thrown) {
    @Nullable Throwable cause = thrown;
    for (int i = 0; cause != null && i < LONGEST_CHAIN; i++, cause = cause.getCause()) {
      if (cause instanceof ConfigException
          && String.valueOf(cause.getMessage()).contains("No resolvable bootstrap")) {
        return true;
      }
    }
    return false;
  }
}
