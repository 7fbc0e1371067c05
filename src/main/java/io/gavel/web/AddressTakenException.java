package io.gavel.web;

import io.gavel.config.WebConfig;

/// The server's port cannot be had: another process listens there, or it takes privileges.
public final class AddressTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AddressTakenException(WebConfig config, Exception cause) {
    super(
        "%s: nothing can be served at %s (%s); each worker on a machine needs its own port: set it"
                .formatted(WebConfig.LISTEN, config.listen(), reason(cause))
            + " there or by GAVEL_WEB_LISTEN=%s:0, where 0 takes any free one"
                .formatted(config.host()),
        cause);
  }

  private static String reason(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
