package io.gavel.enrich;

import io.gavel.deadletter.RetryHeaders;
import io.gavel.enrich.decision.Assembling;
import io.gavel.enrich.decision.Selecting;
import io.gavel.enrich.decision.Validity;
import io.gavel.metric.FunnelMeters;
import io.gavel.schema.Generation;
import io.gavel.schema.Policy;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricChoice;
import io.gavel.schema.Selection;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.streams.InternalSerde;
import io.gavel.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Generations in; judge requests out where all they need is at hand, otherwise, and where a
/// relative rubric applies, a [Selection] on its way to the partition of its reference.
final class SelectProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private final EnrichTopology.Names names;
  private final EnrichTopology.Published published;
  private final RecordSerdes serdes;
  private final FunnelMeters meters;
  private final Tracing tracing;
  private ProcessorContext<byte[], byte[]> context;
  private Deserializer<Generation> generations;
  private Catalog<Policy> policies;
  private Catalog<Rubric> rubrics;
  private final InternalSerde<Selection> selections = InternalSerde.of(Selection.class);
  private Outlet outlet;

  @SuppressWarnings("NullAway.Init") // init comes before anything else, by Kafka's contract.
  SelectProcessor(
      EnrichTopology.Names names,
      EnrichTopology.Published published,
      RecordSerdes serdes,
      FunnelMeters meters,
      Tracing tracing) {
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
    policies = new Catalog<>(published.policies(), Definitions.policies(names.policies(), serdes));
    rubrics = new Catalog<>(published.rubrics(), Definitions.rubrics(names.rubrics(), serdes));
    outlet =
        new Outlet(
            context,
            names,
            serdes,
            meters,
            tracing,
            EnrichTopology.REQUESTS_OF_SELECT,
            EnrichTopology.DEAD_LETTERS_OF_SELECT);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    ConsumerRecord<byte[], byte[]> source = Sources.of(context, record);
    switch (RecordSerdes.decode(generations, source)) {
      case Decoded.Poison<Generation> poison -> outlet.unreadable(source, poison.detail());
      case Decoded.Intact<Generation> intact -> select(source, intact.value());
    }
  }

  private void select(ConsumerRecord<byte[], byte[]> source, Generation generation) {
    Optional<String> only = RetryHeaders.rubric(source.headers());
    String problem = Validity.generation(generation, Sources.bytes(source));
    if (problem == null) {
      problem = only.map(Validity::retriedRubric).orElse(null);
    }
    if (problem != null) {
      outlet.invalid(source, generation, problem);
      return;
    }
    switch (Selecting.select(generation, policies.all())) {
      case Selecting.Selected.Not not -> outlet.notSelected(source, not.why());
      case Selecting.Selected.By by when only.isPresent() && !isAmong(by.choices(), only.get()) ->
          outlet.notSelected(source, Selecting.Why.NO_LONGER_SELECTED);
      case Selecting.Selected.By by -> assemble(source, generation, by.choices(), only);
    }
  }

  private static boolean isAmong(List<RubricChoice> choices, String rubricId) {
    return choices.stream().anyMatch(choice -> choice.getRubricId().equals(rubricId));
  }

  private void assemble(
      ConsumerRecord<byte[], byte[]> source,
      Generation generation,
      List<RubricChoice> choices,
      Optional<String> only) {
    Assembling.Answer answer = Assembling.Answer.of(generation);
    switch (Assembling.assemble(generation, choices, rubrics::get, answer, false, only)) {
      case Assembling.Assembly.Settled settled when settled.candidacies().isEmpty() ->
          outlet.settle(source, generation, settled);
      case Assembling.Assembly.Settled _, Assembling.Assembly.Incomplete _ -> {
        // Without a reference any key does; the generation's own spreads them.
        String key =
            answer instanceof Assembling.Answer.Awaited awaited
                ? awaited.referenceId()
                : generation.getGenerationId();
        context.forward(
            new Record<>(
                key.getBytes(StandardCharsets.UTF_8),
                selections.encode(Sources.selection(source, answer, choices)),
                source.timestamp()),
            EnrichTopology.LOOK_UP);
      }
    }
  }

  // A task whose start failed is closed too, with what it had by then.
  @Override
  public void close() {
    Utils.closeQuietly(generations, "generations");
    Utils.closeQuietly(policies, "policies");
    Utils.closeQuietly(rubrics, "rubrics");
    Utils.closeQuietly(outlet, "outlet");
  }
}
