package io.gavel.soak;

import io.gavel.serde.RecordSerdes;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// One run: requests are sent while the plan's faults go on and a reader checks; then everything is
/// put right, and what is outstanding has to come; then the workers are told to end, all is read
/// once more from the beginning, and the outcomes have to be exactly the requests.
///
/// It ends early when the invariant is broken or nothing moves any more, and then says what is
/// missing. For one thread.
final class SoakRun {
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(10);

  private final SoakSettings settings;
  private final FaultPlan plan;
  private final PrintStream out;
  private final OutcomeBook book = new OutcomeBook();
  private final long startNanos = System.nanoTime();
  private long progressDueNanos = startNanos;
  private long movedNanos = startNanos;
  private int movedOutcomes;

  /// @param settings what it is told
  /// @param out where it says how far it is
  SoakRun(SoakSettings settings, PrintStream out) {
    this.settings = settings;
    this.plan = FaultPlan.of(settings.seed(), settings.faults());
    this.out = out;
  }

  /// Runs it.
  SoakResult run() throws IOException, InterruptedException {
    Path logs = settings.folder();
    SoakSystem.delete(logs);
    Files.createDirectories(logs);
    Files.writeString(logs.resolve("plan.txt"), plan.toString());
    out.printf(
        "soak begins: seed=%d faults=%d planned_seconds=%d logs=%s%n",
        settings.seed(), settings.faults(), plan.length().toSeconds(), logs);
    try (SoakSystem system = new SoakSystem(logs, settings.seed())) {
      RecordSerdes serdes = new RecordSerdes(system.registry());
      try (RequestSender sender =
              new RequestSender(
                  system.kafka(), serdes, book, settings.seed(), settings.requestsPerSecond());
          BackgroundReader reader =
              new BackgroundReader(new CommittedReader(system.kafka(), serdes, book), book);
          FaultExecutor executor =
              new FaultExecutor(plan, system.disturbances(), line -> log(logs, line))) {
        reader.start();
        system.startWorkers();
        sender.start();
        boolean good = disturb(system, executor, sender);
        sender.stop();
        good = good && drain(system, serdes, executor, sender);
        if (!good) {
          return failed(system, executor);
        }
        reader.stop();
        return finished(system, serdes, executor);
      }
    }
  }

  /// @return whether to go on
  private boolean disturb(SoakSystem system, FaultExecutor executor, RequestSender sender)
      throws InterruptedException {
    movedNanos = System.nanoTime();
    while (!executor.isFinished()) {
      executor.advance(STEP);
      if (!step(system, executor, sender)) {
        return false;
      }
    }
    return true;
  }

  private boolean drain(
      SoakSystem system, RecordSerdes serdes, FaultExecutor executor, RequestSender sender)
      throws InterruptedException {
    int committed = committedRequests(system, serdes);
    while (book.requests() < committed || !book.outstanding().isEmpty()) {
      if (!step(system, executor, sender)) {
        return false;
      }
    }
    return true;
  }

  /// How many there are, now that no more come: what was sent may have failed.
  private int committedRequests(SoakSystem system, RecordSerdes serdes) {
    OutcomeBook now = book.again();
    try (CommittedReader reader = new CommittedReader(system.kafka(), serdes, now)) {
      reader.readToTheEnd();
    }
    return now.requests();
  }

  /// Waits a little and looks at everything.
  private boolean step(SoakSystem system, FaultExecutor executor, RequestSender sender)
      throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(STEP.toNanos());
    system.workers().revive();
    executor.failure().ifPresent(failure -> book.violate("a fault was not put right: " + failure));
    long now = System.nanoTime();
    if (book.outcomes() != movedOutcomes || book.outstanding().isEmpty()) {
      movedOutcomes = book.outcomes();
      movedNanos = now;
    }
    if (now - progressDueNanos >= 0) {
      progressDueNanos = now + PROGRESS_INTERVAL.toNanos();
      out.printf(
          "soak at=%ds faults=%d/%d sent=%d failures=%d requests=%d outcomes=%d outstanding=%d dead_letters=%d"
              + " unasked=%d%n",
          elapsed().toSeconds(),
          executor.done(),
          settings.faults(),
          sender.sent(),
          sender.failures(),
          book.requests(),
          book.outcomes(),
          book.outstanding().size(),
          book.deadLetters(),
          system.workers().surprises().size());
    }
    if (now - movedNanos > settings.stall().toNanos()) {
      book.violate("nothing came out for %ds".formatted(settings.stall().toSeconds()));
    }
    if (elapsed().compareTo(settings.limit()) > 0) {
      book.violate("it is not done after %ds".formatted(settings.limit().toSeconds()));
    }
    return book.violations().isEmpty();
  }

  private SoakResult finished(SoakSystem system, RecordSerdes serdes, FaultExecutor executor) {
    IntStream.range(0, SoakShape.WORKERS).parallel().forEach(system.workers()::leave);
    OutcomeBook whole = book.again();
    try (CommittedReader reader = new CommittedReader(system.kafka(), serdes, whole)) {
      reader.readToTheEnd();
    }
    List<String> violations = new ArrayList<>(book.violations());
    violations.addAll(whole.violations());
    whole
        .outstanding()
        .forEach(
            (id, place) -> violations.add("request %s at %s has no outcome".formatted(id, place)));
    violations.addAll(whole.orphans());
    violations.forEach(line -> out.println("soak failed: " + line));
    return result(whole, violations, system, executor);
  }

  private SoakResult failed(SoakSystem system, FaultExecutor executor)
      throws IOException, InterruptedException {
    List<String> diagnosis = new ArrayList<>(book.violations());
    diagnosis.addAll(new Diagnosis(book, system.cluster(), system.workers()).lines());
    Files.write(settings.folder().resolve("diagnosis.txt"), diagnosis);
    diagnosis.forEach(line -> out.println("soak failed: " + line));
    return result(book, book.violations(), system, executor);
  }

  private SoakResult result(
      OutcomeBook account, List<String> violations, SoakSystem system, FaultExecutor executor) {
    system.workers().surprises().forEach(line -> out.println("soak unasked: " + line));
    return new SoakResult(
        settings.seed(),
        executor.done(),
        account.requests(),
        account.outstanding().size(),
        account.duplicated(),
        account.deadLetters(),
        violations);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  private synchronized void log(Path logs, String line) {
    try {
      Files.writeString(
          logs.resolve("faults.log"),
          "%s at=%.1fs %s%n".formatted(Instant.now(), elapsed().toMillis() / 1000.0, line),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
