package io.gavel.enrich;

import io.gavel.config.EnrichConfig;
import io.gavel.deadletter.Reason;
import io.gavel.deadletter.RetryHeaders;
import io.gavel.enrich.decision.Assembling;
import io.gavel.enrich.decision.Pairing;
import io.gavel.metric.FunnelMeters;
import io.gavel.schema.Candidate;
import io.gavel.schema.CandidateGroup;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Rubric;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.InternalSerde;
import io.gavel.trace.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Where the candidates of a group meet: they wait until as many have come as there are, or until
/// none has come for a while, and leave as the judge requests of their pairs. What closes a group
/// early is that too many candidates wait.
///
/// A candidate that is sent again is not late: with the others that are sent again and are in no
/// pair yet it makes pairs as if the group were new.
final class PairProcessor implements Processor<String, byte[], byte[], byte[]> {
  private static final int REQUESTS_AT_A_TIME = 500;
  private static final Duration LOOK_AROUND = Duration.ofSeconds(1);

  private final EnrichConfig config;
  private final EnrichTopology.Names names;
  private final EnrichTopology.Published published;
  private final RecordSerdes serdes;
  private final FunnelMeters meters;
  private final Tracing tracing;
  private final InternalSerde<Candidate> candidates = InternalSerde.of(Candidate.class);
  private Instant readingSince = Instant.MAX;
  private ProcessorContext<byte[], byte[]> context;
  private Deserializer<Generation> generations;
  private Catalog<Rubric> rubrics;
  private CandidateRoom room;
  private Outlet outlet;

  // A candidate with its record.
  private record Member(ConsumerRecord<byte[], byte[]> source, Generation generation) {}

  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  PairProcessor(
      EnrichConfig config,
      EnrichTopology.Names names,
      EnrichTopology.Published published,
      RecordSerdes serdes,
      FunnelMeters meters,
      Tracing tracing) {
    this.config = config;
    this.names = names;
    this.published = published;
    this.serdes = serdes;
    this.meters = meters;
    this.tracing = tracing;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    generations = serdes.deserializer(Generation.class);
    rubrics = new Catalog<>(published.rubrics(), Definitions.rubrics(names.rubrics(), serdes));
    outlet =
        new Outlet(
            context,
            names,
            serdes,
            meters,
            tracing,
            EnrichTopology.REQUESTS_OF_PAIR,
            EnrichTopology.DEAD_LETTERS_OF_PAIR);
    // The stores are restored by now, in a new task as well as in one that starts over.
    room =
        new CandidateRoom(
            context.getStateStore(EnrichTopology.CANDIDATE_GROUPS),
            context.getStateStore(EnrichTopology.CANDIDATES));
    countWaiting();
    readingSince = now();
    context.schedule(LOOK_AROUND, PunctuationType.WALL_CLOCK_TIME, this::lookAround);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    arrive(candidates.decode(record.value()));
    while (room.size() > config.pairLimit()) {
      close(room.quietest().orElseThrow());
    }
    countWaiting();
  }

  private void arrive(Candidate candidate) {
    String key = CandidateRoom.key(candidate);
    CandidateGroup before = room.get(key);
    if (before != null
        && (before.getWaitingIds().contains(candidate.getGenerationId())
            || before.getPairedIds().contains(candidate.getGenerationId()))) {
      meters.candidate(FunnelMeters.DUPLICATE);
      return;
    }
    ConsumerRecord<byte[], byte[]> source = Sources.of(candidate.getSelection());
    if (before != null && before.getClosed() && !RetryHeaders.isRetry(source.headers())) {
      refuseLate(source, candidate);
      return;
    }
    CandidateGroup group = room.add(key, candidate, now());
    int complete = group.getCandidateCount().orElse(Pairing.MOST_CANDIDATES);
    if (group.getWaitingIds().size() >= complete) {
      close(key);
    }
  }

  /// Closes the groups that have been quiet for long enough, and forgets those that closed long
  /// ago. Time in which nobody read candidates is no quiet time: none is closed before this task
  /// has read for so long itself, or the first look after a pause would part candidates from those
  /// that came meanwhile. A bounded number of requests at a time, as in [AssembleProcessor].
  private void lookAround(long nowMillis) {
    Instant now = Instant.ofEpochMilli(nowMillis);
    Instant quiet = now.minus(config.pairWait());
    int left = quiet.isBefore(readingSince) ? 0 : REQUESTS_AT_A_TIME;
    while (left > 0) {
      left -= room.quietSince(quiet).map(this::close).orElse(left);
    }
    room.forgetClosed(now.minus(config.groupRetention()), REQUESTS_AT_A_TIME);
    countWaiting();
  }

  /// Makes the pairs of a group; returns how much work that was.
  private int close(String key) {
    CandidateGroup group = room.get(key);
    if (group == null) {
      return 0;
    }
    Map<String, Member> members = new HashMap<>();
    List<Pairing.Candidate> compared = new ArrayList<>();
    for (Candidate candidate : room.candidates(key)) {
      ConsumerRecord<byte[], byte[]> source = Sources.of(candidate.getSelection());
      switch (RecordSerdes.decode(generations, source)) {
        case Decoded.Poison<Generation> poison ->
            outlet.definition(source, Reason.UNREADABLE_RECORD, poison.detail());
        case Decoded.Intact<Generation> intact -> {
          members.put(candidate.getGenerationId(), new Member(source, intact.value()));
          compared.add(
              new Pairing.Candidate(
                  intact.value(), CandidateRoom.choice(candidate), candidate.getReferenceAnswer()));
        }
      }
    }
    Pairing.Paired paired =
        Pairing.pair(
            group.getCandidateGroup(),
            group.getRubricId(),
            rubrics.get(group.getRubricId()),
            compared,
            config.maxPairs());
    publish(paired, members);
    room.close(key, List.copyOf(members.keySet()), now());
    while (room.closedGroups() > config.pairLimit()) {
      room.forgetOldestClosed();
    }
    return compared.size() + paired.requests().size();
  }

  /// Publishes what a group yields; leaves those that are in pairs in `members`.
  private void publish(Pairing.Paired paired, Map<String, Member> members) {
    for (JudgeRequest request : paired.requests()) {
      outlet.pair(
          request,
          source(members, request.getGeneration()),
          source(members, request.getComparedTo().orElseThrow()));
    }
    for (Pairing.Unpaired unpaired : paired.unpaired()) {
      Member member = members.remove(unpaired.generationId());
      if (member != null) {
        outlet.refuse(member.source(), member.generation(), unpaired.refusal());
        meters.candidate(unpaired.refusal().reason().code());
      }
    }
    meters.judgeRequests(paired.requests().size());
    meters.candidates(FunnelMeters.PAIRED, members.size());
  }

  private static ConsumerRecord<byte[], byte[]> source(
      Map<String, Member> members, Generation generation) {
    return Objects.requireNonNull(members.get(generation.getGenerationId())).source();
  }

  private void refuseLate(ConsumerRecord<byte[], byte[]> source, Candidate candidate) {
    String rubricId = CandidateRoom.choice(candidate).getRubricId();
    switch (RecordSerdes.decode(generations, source)) {
      case Decoded.Poison<Generation> poison ->
          outlet.definition(source, Reason.UNREADABLE_RECORD, poison.detail());
      case Decoded.Intact<Generation> intact ->
          outlet.refuse(
              source,
              intact.value(),
              new Assembling.Refusal(
                  rubricId,
                  Reason.GROUP_CLOSED,
                  "the pairs of its candidate group by rubric '%s' had been made when it came"
                          .formatted(rubricId)
                      + "; set candidate_count, or raise enrich.pair_wait"));
    }
    meters.candidate(Reason.GROUP_CLOSED.code());
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  private void countWaiting() {
    meters.candidatesWaiting(context.taskId().toString(), (int) room.size());
  }

  // A task whose start failed is closed too, with what it had by then.
  @Override
  public void close() {
    meters.releasedCandidates(context.taskId().toString());
    Utils.closeQuietly(generations, "generations");
    Utils.closeQuietly(rubrics, "rubrics");
    Utils.closeQuietly(outlet, "outlet");
  }
}
