package io.gavel.enrich;

import io.gavel.deadletter.DeadLetters;
import io.gavel.deadletter.Reason;
import io.gavel.deadletter.RetryHeaders;
import io.gavel.deadletter.Stage;
import io.gavel.enrich.decision.Assembling;
import io.gavel.enrich.decision.Selecting;
import io.gavel.metric.FunnelMeters;
import io.gavel.schema.Candidate;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.InternalSerde;
import io.gavel.trace.DecisionTrace;
import io.gavel.trace.TraceHeaders;
import io.gavel.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a task's results leave, and are counted: judge requests under the generation's id,
/// candidates under that of their group, dead letters under the key of their source. What leaves
/// for good has the context of its generation's trace in its headers; what goes on inside has the
/// generation's own headers in it. For the task's thread.
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
  private final InternalSerde<Candidate> candidates = InternalSerde.of(Candidate.class);
  private final FunnelMeters meters;
  private final Tracing tracing;
  private final String requestSink;
  private final String deadLetterSink;

  /// @param requestSink names the sink of judge requests
  /// @param deadLetterSink names the sink of dead letters
  Outlet(
      ProcessorContext<byte[], byte[]> context,
      EnrichTopology.Names names,
      RecordSerdes serdes,
      FunnelMeters meters,
      Tracing tracing,
      String requestSink,
      String deadLetterSink) {
    this.context = context;
    this.names = names;
    requests = serdes.serializer(JudgeRequest.class);
    deadLetters = serdes.serializer(DeadLetter.class);
    this.meters = meters;
    this.tracing = tracing;
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
    DecisionTrace trace = tracing.decision(source);
    settled.requests().forEach(request -> request(request, source.timestamp(), trace));
    settled.candidacies().forEach(candidacy -> candidate(source, generation, candidacy));
    settled.refusals().forEach(refusal -> refuse(source, generation, refusal, trace));
    meters.judgeRequests(settled.requests().size());
    String outcome = outcome(settled);
    count(source, outcome);
    trace.decided(outcome, settled.requests().size(), !settled.refusals().isEmpty());
  }

  private static String outcome(Assembling.Assembly.Settled settled) {
    if (!settled.requests().isEmpty()) {
      return FunnelMeters.REQUESTED;
    }
    return settled.candidacies().isEmpty()
        ? settled.refusals().getFirst().reason().code()
        : FunnelMeters.CANDIDATE;
  }

  /// Publishes the judge request of a pair; whoever calls counts it.
  ///
  /// @param shown the record of the generation that is shown first
  /// @param comparedTo that of the other
  void pair(
      JudgeRequest request,
      ConsumerRecord<byte[], byte[]> shown,
      ConsumerRecord<byte[], byte[]> comparedTo) {
    DecisionTrace trace = tracing.decision(shown);
    trace.with(TraceHeaders.of(comparedTo.headers()));
    request(request, shown.timestamp(), trace);
    trace.decided(FunnelMeters.PAIRED, 1, false);
  }

  private void request(JudgeRequest request, long timestamp, DecisionTrace trace) {
    byte[] key = request.getGeneration().getGenerationId().getBytes(StandardCharsets.UTF_8);
    byte[] value = requests.serialize(names.judgeRequests(), request);
    context.forward(new Record<>(key, value, timestamp, trace.headers()), requestSink);
  }

  private void candidate(
      ConsumerRecord<byte[], byte[]> source,
      Generation generation,
      Assembling.Candidacy candidacy) {
    Candidate candidate =
        Candidate.newBuilder()
            .setCandidateGroup(generation.getCandidateGroup().orElseThrow())
            .setGenerationId(generation.getGenerationId())
            .setCandidateCount(generation.getCandidateCount().orElse(null))
            .setReferenceAnswer(candidacy.referenceAnswer().orElse(null))
            .setSelection(
                Sources.selection(
                    source, new Assembling.Answer.None(), List.of(candidacy.choice())))
            .build();
    context.forward(
        new Record<>(
            candidate.getCandidateGroup().getBytes(StandardCharsets.UTF_8),
            candidates.encode(candidate),
            source.timestamp()),
        EnrichTopology.COMPARE);
  }

  /// Publishes that a generation cannot be judged by one rubric; whoever calls counts the
  /// generation.
  void refuse(
      ConsumerRecord<byte[], byte[]> source, Generation generation, Assembling.Refusal refusal) {
    DecisionTrace trace = tracing.decision(source);
    refuse(source, generation, refusal, trace);
    trace.decided(refusal.reason().code(), 0, true);
  }

  private void refuse(
      ConsumerRecord<byte[], byte[]> source,
      Generation generation,
      Assembling.Refusal refusal,
      DecisionTrace trace) {
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
            .build(),
        trace.headers());
  }

  /// Counts a generation that is not judged, as intended.
  void notSelected(ConsumerRecord<byte[], byte[]> source, Selecting.Why why) {
    count(source, why.code());
    tracing.decision(source).decided(why.code(), 0, false);
  }

  /// Publishes a generation that can be read but not judged, and counts it.
  void invalid(ConsumerRecord<byte[], byte[]> source, Generation generation, String detail) {
    DecisionTrace trace = tracing.decision(source);
    forward(
        source,
        Reason.INVALID_RECORD,
        about(
                generation,
                DeadLetters.of(source, Stage.ENRICH, Reason.INVALID_RECORD, detail, null, now()))
            .build(),
        trace.headers());
    count(source, Reason.INVALID_RECORD.code());
    trace.decided(Reason.INVALID_RECORD.code(), 0, true);
  }

  /// Publishes a generation that cannot be read, and counts it.
  void unreadable(ConsumerRecord<byte[], byte[]> source, String detail) {
    DecisionTrace trace = tracing.decision(source);
    unusable(source, Reason.UNREADABLE_RECORD, detail, trace.headers());
    count(source, Reason.UNREADABLE_RECORD.code());
    trace.decided(Reason.UNREADABLE_RECORD.code(), 0, true);
  }

  /// Publishes a record that is no generation and cannot be used.
  void definition(ConsumerRecord<byte[], byte[]> source, Reason reason, String detail) {
    unusable(source, reason, detail, TraceHeaders.with(TraceHeaders.of(source.headers())));
  }

  private void unusable(
      ConsumerRecord<byte[], byte[]> source, Reason reason, String detail, Headers headers) {
    LOG.warn(
        "dead_letter stage=enrich reason={} topic={} partition={} offset={} detail=\"{}\"",
        reason.code(),
        source.topic(),
        source.partition(),
        source.offset(),
        detail);
    forward(
        source,
        reason,
        DeadLetters.of(source, Stage.ENRICH, reason, detail, null, now()).build(),
        headers);
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
      ConsumerRecord<byte[], byte[]> source,
      Reason reason,
      DeadLetter deadLetter,
      Headers headers) {
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
    forward(DeadLetters.key(source.key()), value, source.timestamp(), headers);
    meters.deadLetter(reason.code());
  }

  @SuppressWarnings("NullAway") // Kafka's contract: a record's key may be null.
  private void forward(byte @Nullable [] key, byte[] value, long timestamp, Headers headers) {
    context.forward(new Record<>(key, value, timestamp, headers), deadLetterSink);
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
