package io.gavel.cli.deadletters;

import io.gavel.deadletter.RetryHeaders;
import io.gavel.deadletter.Stage;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.SourceHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// What sending a dead letter again would mean. Pure.
public sealed interface Resend {
  /// It carries its record, which can be sent.
  ///
  /// @param content the record
  record Carried(Content content) implements Resend {}

  /// It was too large to carry its record, which may still be where it stood.
  record AtSource() implements Resend {}

  /// It cannot be sent again.
  ///
  /// @param why for a person, hostile text included
  record Impossible(String why) implements Resend {}

  /// A record to send: the same key, value and headers, and the headers that say what it is.
  ///
  /// @param key null where it has none
  /// @param value the bytes
  /// @param headers with [RetryHeaders]
  @SuppressWarnings("ArrayRecordComponent") // Handed on once, and never compared.
  record Content(byte @Nullable [] key, byte[] value, Headers headers) {}

  /// Decides.
  ///
  /// @param letter the dead letter
  /// @param generations the name of the topic of generations
  /// @param judgeRequests the name of the topic of judge requests
  static Resend of(DeadLetter letter, String generations, String judgeRequests) {
    String topic = letter.getSourceTopic();
    if (!topic.equals(generations) && !topic.equals(judgeRequests)) {
      return new Impossible(
          ("it stood in topic %s, and only what stood in %s or %s is sent again;"
                  + " rubrics, references and policies are published with `gavel apply`")
              .formatted(topic, generations, judgeRequests));
    }
    if (letter.getSourceValue().isEmpty()) {
      return new AtSource();
    }
    Headers headers = new RecordHeaders();
    for (SourceHeader header : letter.getSourceHeaders()) {
      headers.add(header.getKey(), header.getValue().map(Resend::bytes).orElse(null));
    }
    return new Carried(
        content(
            letter,
            letter.getSourceKey().map(Resend::bytes).orElse(null),
            bytes(letter.getSourceValue().get()),
            headers));
  }

  /// The record to send, from what stood at the source.
  ///
  /// @param letter the dead letter
  /// @param key the source's
  /// @param value the source's
  /// @param sourceHeaders the source's; copied
  static Content content(
      DeadLetter letter, byte @Nullable [] key, byte[] value, Headers sourceHeaders) {
    Headers headers = new RecordHeaders();
    for (Header header : sourceHeaders) {
      headers.add(header);
    }
    replace(headers, RetryHeaders.RETRY_OF, letter.getDeadLetterId());
    // Where it names none, its record may have been sent again for one before, and still is.
    rubric(letter).ifPresent(id -> replace(headers, RetryHeaders.RETRY_RUBRIC, id));
    return new Content(key, value, headers);
  }

  /// The one rubric that a generation is sent again for; empty for a whole generation or a judge
  /// request.
  static Optional<String> rubric(DeadLetter letter) {
    return letter.getStage().equals(Stage.ENRICH.code()) ? letter.getRubricId() : Optional.empty();
  }

  private static void replace(Headers headers, String name, String value) {
    headers.remove(name);
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
