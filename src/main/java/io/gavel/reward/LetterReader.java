package io.gavel.reward;

import io.gavel.schema.DeadLetter;
import io.gavel.schema.SourceHeader;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Dead letters in; the bytes of the judge requests that they are the outcome of out, as these
/// stood at their source. A letter that was too large to carry its request says too little to
/// count: the reward waits for it as for one that did not come.
final class LetterReader implements Processor<byte[], DeadLetter, byte[], byte[]> {
  private final String judgeRequests;
  private ProcessorContext<byte[], byte[]> context;

  /// @param judgeRequests the name of the topic of judge requests
  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  LetterReader(String judgeRequests) {
    this.judgeRequests = judgeRequests;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], DeadLetter> record) {
    DeadLetter letter = record.value();
    Optional<ByteBuffer> request = letter.getSourceValue();
    if (letter.getRequestId().isEmpty()
        || request.isEmpty()
        || !letter.getSourceTopic().equals(judgeRequests)) {
      return;
    }
    Headers headers = new RecordHeaders();
    for (SourceHeader header : letter.getSourceHeaders()) {
      headers.add(header.getKey(), header.getValue().map(LetterReader::bytes).orElse(null));
    }
    context.forward(new Record<>(record.key(), bytes(request.get()), record.timestamp(), headers));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
