package io.gavel.enrich;

import io.gavel.config.EnrichConfig;
import io.gavel.deadletter.RetryHeaders;
import io.gavel.enrich.decision.Assembling;
import io.gavel.metric.FunnelMeters;
import io.gavel.schema.Generation;
import io.gavel.schema.Reference;
import io.gavel.schema.Rubric;
import io.gavel.schema.Selection;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.InternalSerde;
import io.gavel.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/// Where selections meet their reference answers: those that have all they need leave as judge
/// requests, and as candidates on their way to the partition of their group; the others wait, for a
/// bounded time and in a bounded number.
final class AssembleProcessor
    implements Processor<String, AssembleProcessor.Input, byte[], byte[]> {
  private static final int SETTLED_AT_A_TIME = 500;
  private static final Duration LOOK_AROUND = Duration.ofSeconds(1);

  private final EnrichConfig config;
  private final EnrichTopology.Names names;
  private final EnrichTopology.Published published;
  private final RecordSerdes serdes;
  private final FunnelMeters meters;
  private final Tracing tracing;
  private ProcessorContext<byte[], byte[]> context;
  private Deserializer<Generation> generations;
  private ReadOnlyKeyValueStore<String, ValueAndTimestamp<byte[]>> references;
  private Definitions<Reference> referenceDefinitions;
  private Catalog<Rubric> rubrics;
  private WaitingRoom room;
  private final InternalSerde<Selection> selections = InternalSerde.of(Selection.class);
  private Outlet outlet;

  /// What arrives in the partition.
  @SuppressWarnings("ArrayRecordComponent") // Handed on once, and never compared.
  sealed interface Input {
    /// A generation that needs something; the key is its reference's id where it has one.
    record Selected(byte[] selection) implements Input {}

    /// A reference was published; null where it was deleted. The key is its id.
    record Referenced(byte @Nullable [] bytes) implements Input {}
  }

  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  AssembleProcessor(
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
    references = context.getStateStore(EnrichTopology.REFERENCES);
    referenceDefinitions = Definitions.references(names.references(), serdes);
    rubrics = new Catalog<>(published.rubrics(), Definitions.rubrics(names.rubrics(), serdes));
    outlet =
        new Outlet(
            context,
            names,
            serdes,
            meters,
            tracing,
            EnrichTopology.REQUESTS_OF_ASSEMBLE,
            EnrichTopology.DEAD_LETTERS_OF_ASSEMBLE);
    // The stores are restored by now, in a new task as well as in one that starts over.
    room = new WaitingRoom(context.getStateStore(EnrichTopology.WAITING));
    countWaiting();
    context.schedule(LOOK_AROUND, PunctuationType.WALL_CLOCK_TIME, this::lookAround);
  }

  @Override
  public void process(Record<String, Input> record) {
    switch (record.value()) {
      case Input.Selected selected -> arrive(selections.decode(selected.selection()));
      case Input.Referenced referenced -> referenced(record, referenced.bytes());
    }
    countWaiting();
  }

  private void arrive(Selection selection) {
    boolean mayWait = config.waitTime().isPositive() && room.size() < config.waitLimit();
    Assembling.Assembly.Incomplete missing = settle(selection, !mayWait);
    if (missing != null) {
      room.add(
          Selection.newBuilder(selection)
              .setWaitingSince(Instant.ofEpochMilli(context.currentSystemTimeMs()))
              .build(),
          missing);
    }
  }

  private void referenced(Record<String, Input> record, byte @Nullable [] bytes) {
    if (bytes == null) {
      return;
    }
    switch (referenceDefinitions.read(record.key(), bytes)) {
      case Definitions.Definition.Usable<Reference> _ ->
          room.forReference(record.key()).forEach(key -> retry(key, false));
      case Definitions.Definition.Unusable<Reference> unusable -> {
        ConsumerRecord<byte[], byte[]> source =
            Sources.of(
                context,
                record.withKey(record.key().getBytes(StandardCharsets.UTF_8)).withValue(bytes));
        meters.skipped(source.topic());
        outlet.definition(source, unusable.reason(), unusable.detail());
      }
    }
  }

  /// Lets those go whose rubric has come or whose time is over, [#SETTLED_AT_A_TIME] at most: the
  /// rest goes at the next look. A crowd whose time ends together would otherwise fill a
  /// transaction for longer than the broker lets it stay open, again and again.
  private void lookAround(long nowMillis) {
    int left = SETTLED_AT_A_TIME;
    for (String rubricId : room.rubricIds()) {
      if (left > 0 && rubrics.get(rubricId) != null) {
        left -= retry(room.forRubric(rubricId), left, false);
      }
    }
    retry(room.since(Instant.ofEpochMilli(nowMillis).minus(config.waitTime())), left, true);
    countWaiting();
  }

  private int retry(List<String> keys, int limit, boolean waitOver) {
    List<String> tried = keys.subList(0, Math.min(keys.size(), limit));
    tried.forEach(key -> retry(key, waitOver));
    return tried.size();
  }

  private void retry(String key, boolean waitOver) {
    Selection selection = room.get(key);
    if (selection == null) {
      return;
    }
    Assembling.Assembly.Incomplete missing = settle(selection, waitOver);
    if (missing == null) {
      room.remove(key);
    } else {
      room.update(key, selection, missing);
    }
  }

  /// Publishes what a selection yields and returns null, or returns what is missing.
  private Assembling.Assembly.@Nullable Incomplete settle(Selection selection, boolean waitOver) {
    ConsumerRecord<byte[], byte[]> source = Sources.of(selection);
    switch (RecordSerdes.decode(generations, source)) {
      case Decoded.Poison<Generation> poison -> {
        outlet.unreadable(source, poison.detail());
        return null;
      }
      case Decoded.Intact<Generation> intact -> {
        switch (Assembling.assemble(
            intact.value(),
            selection.getChoices(),
            rubrics::get,
            answer(intact.value()),
            waitOver,
            RetryHeaders.rubric(source.headers()))) {
          case Assembling.Assembly.Incomplete incomplete -> {
            return incomplete;
          }
          case Assembling.Assembly.Settled settled -> {
            outlet.settle(source, intact.value(), settled);
            return null;
          }
        }
      }
    }
  }

  private Assembling.Answer answer(Generation generation) {
    Assembling.Answer answer = Assembling.Answer.of(generation);
    if (answer instanceof Assembling.Answer.Awaited awaited) {
      ValueAndTimestamp<byte[]> found = references.get(awaited.referenceId());
      if (found != null
          && referenceDefinitions.read(awaited.referenceId(), found.value())
              instanceof Definitions.Definition.Usable<Reference> usable) {
        return new Assembling.Answer.Known(usable.value().getReferenceAnswer());
      }
    }
    return answer;
  }

  private void countWaiting() {
    meters.waiting(context.taskId().toString(), room.size());
  }

  // A task whose start failed is closed too, with what it had by then.
  @Override
  public void close() {
    meters.released(context.taskId().toString());
    Utils.closeQuietly(generations, "generations");
    Utils.closeQuietly(referenceDefinitions, "referenceDefinitions");
    Utils.closeQuietly(rubrics, "rubrics");
    Utils.closeQuietly(outlet, "outlet");
  }
}
