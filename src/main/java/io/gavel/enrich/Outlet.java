package io.gavel.enrich;

import io.gavel.deadletter.DeadLetters;
import io.gavel.deadletter.Reason;
import io.gavel.deadletter.RetryHeaders;
import io.gavel.deadletter.Stage;
import io.gavel.enrich.decision.Assembling;
import io.gavel.enrich.decision.Selecting;
import io.gavel.metric.FunnelMeters;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.RecordSerdes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a task's results leave, and are counted: judge requests under the generation's id, dead
/// letters under the key of their source. For the task's thread.
final class Outlet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);

  /// Below what the dead letters' topic takes as one record (6 MiB), with room for its key. The
  /// bytes count before compression, because a record that shrinks to nothing in its own topic can
  /// be larger than a client's largest request.
  private static final int DEAD_LETTER_BYTES = 4 * 1024 * 1024;

  private final ProcessorContext<byte[], byte[]> context;
  private final EnrichTopology.Names names;
  private final Serializer<JudgeRequest> requests;
  private final Serializer<DeadLetter> deadLetters;
  private final FunnelMeters meters;
  private final String requestSink;
  private final String deadLetterSink;

  /// @param requestSink names the sink of judge requests
  /// @param deadLetterSink names the sink of dead letters
  Outlet(
      ProcessorContext<byte[], byte[]> context,
      EnrichTopology.Names names,
      RecordSerdes serdes,
      FunnelMeters meters,
      String requestSink,
      String deadLetterSink) {
    this.context = context;
    this.names = names;
    requests = serdes.serializer(JudgeRequest.class);
    deadLetters = serdes.serializer(DeadLetter.class);
    this.meters = meters;
    this.requestSink = requestSink;
    this.deadLetterSink = deadLetterSink;
  }

  /// Publishes what a generation yields, and counts the generation.
  ///
  /// @param source the generation's record
  void settle(
      ConsumerRecord<byte[], byte[]> source,
      Generation generation,
      Assembling.Assembly.Settled settled) {
    byte[] key = generation.getGenerationId().getBytes(StandardCharsets.UTF_8);
    for (JudgeRequest request : settled.requests()) {
      byte[] value = requests.serialize(names.judgeRequests(), request);
      context.forward(new Record<>(key, value, source.timestamp()), requestSink);
    }
    for (Assembling.Refusal refusal : settled.refusals()) {
      forward(
          source,
          refusal.reason(),
          about(
                  generation,
                  DeadLetters.ofRubric(
                      source,
                      Stage.ENRICH,
                      refusal.reason(),
                      refusal.detail(),
                      refusal.rubricId(),
                      now()))
              .build());
    }
    meters.judgeRequests(settled.requests().size());
    count(
        source,
        settled.requests().isEmpty()
            ? settled.refusals().getFirst().reason().code()
            : FunnelMeters.REQUESTED);
  }

  /// Counts a generation that is not judged, as intended.
  void notSelected(ConsumerRecord<byte[], byte[]> source, Selecting.Why why) {
    count(source, why.code());
  }

  /// Publishes a generation that can be read but not judged, and counts it.
  void invalid(ConsumerRecord<byte[], byte[]> source, Generation generation, String detail) {
    forward(
        source,
        Reason.INVALID_RECORD,
        about(
                generation,
                DeadLetters.of(source, Stage.ENRICH, Reason.INVALID_RECORD, detail, null, now()))
            .build());
    count(source, Reason.INVALID_RECORD.code());
  }

  /// Publishes a generation that cannot be read, and counts it.
  void unreadable(ConsumerRecord<byte[], byte[]> source, String detail) {
    definition(source, Reason.UNREADABLE_RECORD, detail);
    count(source, Reason.UNREADABLE_RECORD.code());
  }

  /// Publishes a record that is no generation and cannot be used.
  void definition(ConsumerRecord<byte[], byte[]> source, Reason reason, String detail) {
    LOG.warn(
        "dead_letter stage=enrich reason={} topic={} partition={} offset={} detail=\"{}\"",
        reason.code(),
        source.topic(),
        source.partition(),
        source.offset(),
        detail);
    forward(
        source, reason, DeadLetters.of(source, Stage.ENRICH, reason, detail, null, now()).build());
  }

  /// One that is sent again was counted when it came first.
  private void count(ConsumerRecord<byte[], byte[]> source, String outcome) {
    if (RetryHeaders.isRetry(source.headers())) {
      meters.retriedGeneration(outcome);
    } else {
      meters.generation(outcome);
    }
  }

  private void forward(
      ConsumerRecord<byte[], byte[]> source, Reason reason, DeadLetter deadLetter) {
    byte[] value = deadLetters.serialize(names.deadLetters(), deadLetter);
    if (value.length > DEAD_LETTER_BYTES) {
      value = deadLetters.serialize(names.deadLetters(), DeadLetters.withoutSource(deadLetter));
      LOG.warn(
          "dead_letter_without_source stage=enrich reason={} topic={} partition={} offset={}"
              + " hint=\"the record is too large for the dead letters; it is only at its source\"",
          reason.code(),
          source.topic(),
          source.partition(),
          source.offset());
    }
    forward(DeadLetters.key(source.key()), value, source.timestamp());
    meters.deadLetter(reason.code());
  }

  @SuppressWarnings("NullAway") // Kafka's contract: a record's key may be null.
  private void forward(byte @Nullable [] key, byte[] value, long timestamp) {
    context.forward(new Record<>(key, value, timestamp), deadLetterSink);
  }

  private static DeadLetter.Builder about(Generation generation, DeadLetter.Builder deadLetter) {
    return deadLetter
        .setGenerationId(generation.getGenerationId())
        .setApplication(generation.getApplication())
        .setModel(generation.getModel());
  }

  @Override
  public void close() {
    requests.close();
    deadLetters.close();
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }
}
