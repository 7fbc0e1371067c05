package io.gavel.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// The headers of a record that is sent again after it became a dead letter. Values are UTF-8 text.
public final class RetryHeaders {
  /// The dead letter that the record is sent again for: its id.
  public static final String RETRY_OF = "gavel-retry-of";

  /// The one rubric that a generation is sent again for. Its other rubrics have their outcomes
  /// already, and would be judged twice without it.
  public static final String RETRY_RUBRIC = "gavel-retry-rubric";

  private RetryHeaders() {}

  /// Whether a record was sent again.
  public static boolean isRetry(Headers headers) {
    return headers.lastHeader(RETRY_OF) != null;
  }

  /// The one rubric that a generation is sent again for; empty where every rubric applies. What
  /// comes from outside is not checked here: it may be blank and of any length.
  public static Optional<String> rubric(Headers headers) {
    Header header = headers.lastHeader(RETRY_RUBRIC);
    if (header == null) {
      return Optional.empty();
    }
    byte[] value = header.value();
    return Optional.of(value == null ? "" : new String(value, StandardCharsets.UTF_8));
  }
}
