package io.gavel.cli.apply;

import io.gavel.cli.kafka.ClusterException;
import io.gavel.cli.kafka.RecordPublisher;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Publishes a plan so that a reader never finds a policy whose rubric is not there: rubrics and
/// references are acknowledged before policies go out, and policies are deleted before rubrics.
/// Applying the same again after a failure completes it. For one thread.
public final class PlanPublisher {
  private final RecordPublisher publisher;
  private final AtomicReference<@Nullable String> tooLarge = new AtomicReference<>();

  /// @param publisher not closed
  public PlanPublisher(RecordPublisher publisher) {
    this.publisher = publisher;
  }

  /// Publishes every change and waits until it is acknowledged.
  ///
  /// @param plan without problems
  /// @throws ClusterException when something cannot be published
  public void publish(Plan plan) {
    for (Kind kind : List.of(Kind.RUBRIC, Kind.REFERENCE, Kind.POLICY)) {
      plan.changes().stream().filter(change -> change.kind() == kind).forEach(this::write);
      flush();
    }
    for (Kind kind : List.of(Kind.POLICY, Kind.REFERENCE, Kind.RUBRIC)) {
      plan.changes().stream().filter(change -> change.kind() == kind).forEach(this::delete);
      flush();
    }
  }

  private void write(Change change) {
    switch (change) {
      case Change.New created -> send(change, created.record());
      case Change.Changed changed -> send(change, changed.record());
      case Change.NotCompared given -> send(change, given.record());
      case Change.Unchanged ignored -> {}
      case Change.Deleted ignored -> {}
    }
  }

  private void delete(Change change) {
    if (change instanceof Change.Deleted) {
      send(change, null);
    }
  }

  private void send(Change change, @Nullable SpecificRecord value) {
    publisher.publish(
        change.kind().topic(),
        change.id(),
        value,
        why ->
            tooLarge.compareAndSet(
                null,
                "%s %s is larger than the broker takes: %s"
                    .formatted(change.kind().singular(), change.id(), why)));
  }

  private void flush() {
    publisher.flush();
    String message = tooLarge.get();
    if (message != null) {
      throw new ClusterException(message);
    }
  }
}
