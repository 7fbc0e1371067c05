package io.gavel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.RegistryConfig;
import io.gavel.engine.ledger.CompletedOffsets;
import io.gavel.engine.ledger.PartitionLedger;
import io.gavel.engine.outcome.OutcomeAssembler;
import io.gavel.engine.outcome.RecordCodec;
import io.gavel.serde.RecordSerdes;
import io.gavel.trace.Tracing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class CallsTest {
  private static final TopicPartition PARTITION = new TopicPartition("gavel.judge-requests", 0);

  private final OwnedPartition owned =
      new OwnedPartition(PARTITION, new PartitionLedger<>(CompletedOffsets.below(0), 1000));

  @Test
  void aCallThatIsCancelledWhileItAsksTheRegistryEndsAsNothing() throws IOException {
    try (ServerSocket registry = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RecordCodec codec =
            new RecordCodec(
                new RecordSerdes(RegistryConfig.of("http://127.0.0.1:" + registry.getLocalPort())),
                "gavel.")) {
      Calls calls =
          new Calls(
              new JudgeCall(
                  new TestingJudge(),
                  new OutcomeAssembler(InstantSource.system()),
                  codec,
                  Tracing.OFF));
      calls.start(owned, requestWithUnknownSchema());

      try (Socket asking = registry.accept()) { // It is asked now, and will not answer.
        assertThat(asking.getInputStream().read()).isEqualTo('G');
        calls.close();
      }

      assertThat(calls.failure()).isEmpty();
      assertThat(calls.take(Duration.ZERO)).isEmpty();
      assertThat(calls.size()).isZero();
    }
  }

  /// In Confluent's wire format: a zero, the schema's id, the value.
  private static ConsumerRecord<byte[], byte[]> requestWithUnknownSchema() {
    byte[] value = ByteBuffer.allocate(10).put((byte) 0).putInt(7).array();
    return new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), 0, new byte[0], value);
  }
}
