package io.gavel.topic;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// Where the judge request of a feedback stands in the topic of judge requests, for whoever wants
/// to read what was judged. It goes with the feedback as a header, as it belongs to one cluster and
/// not to the record.
///
/// @param partition 0 or more
/// @param offset 0 or more
public record RequestPosition(int partition, long offset) {
  /// The header's name; its value is `partition:offset` in UTF-8.
  public static final String HEADER = "gavel-request";

  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9}):(\\d{1,18})");
  private static final int LONGEST = 28;

  /// Adds the header.
  public void addTo(Headers headers) {
    headers.add(HEADER, (partition + ":" + offset).getBytes(StandardCharsets.UTF_8));
  }

  /// The position in a record's headers; empty where there is none that can be read, as in feedback
  /// of older releases.
  public static Optional<RequestPosition> of(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null || header.value() == null || header.value().length > LONGEST) {
      return Optional.empty();
    }
    Matcher parts = WRITTEN.matcher(new String(header.value(), StandardCharsets.UTF_8));
    return parts.matches()
        ? Optional.of(
            new RequestPosition(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2))))
        : Optional.empty();
  }
}
