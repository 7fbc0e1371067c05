package io.gavel.cli.evaluate;

import io.gavel.config.JudgeConfig;
import io.gavel.evaluate.Assessed;
import io.gavel.evaluate.Evaluation;
import io.gavel.evaluate.Fingerprint;
import io.gavel.evaluate.ItemRequests;
import io.gavel.evaluate.VerdictLog;
import io.gavel.judge.Judges;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Has a file's items judged, and writes the verdicts down as they come.
///
/// @param config the judge profiles; the default one is asked
/// @param requests makes requests of items
/// @param verdicts where verdicts are kept; empty: nowhere
/// @param inFlight how many calls are under way at once
/// @param patience how long all endpoints may be away
/// @param bar whether there is a terminal for a progress bar
public record JudgeRun(
    JudgeConfig config,
    ItemRequests requests,
    Optional<Path> verdicts,
    int inFlight,
    Duration patience,
    boolean bar) {
  /// What came of it.
  ///
  /// @param items the items with their outcomes
  /// @param known how many answers an earlier run had
  /// @param judged how many were asked now
  public record Result(List<Assessed> items, long known, long judged) {}

  /// It ended before all items were judged; what is judged is in the verdicts' file.
  public static final class StoppedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean isOutage;

    StoppedException(String message, boolean isOutage) {
      super(message);
      this.isOutage = isOutage;
    }

    /// Whether the judges were away for too long; otherwise it was stopped by a person.
    public boolean isOutage() {
      return isOutage;
    }
  }

  /// Judges.
  ///
  /// @param survey goes through the file
  /// @param asks how many asks there will be
  /// @param errors where progress is told
  /// @throws IOException where the file cannot be read or the verdicts cannot be written
  /// @throws StoppedException where it was interrupted or the judges were away for too long
  public Result run(Survey survey, long asks, PrintWriter errors)
      throws IOException, StoppedException {
    Thread self = Thread.currentThread();
    String settings =
        Fingerprint.of(
            Objects.requireNonNull(
                config.profiles().get(config.defaultProfile()), "the configuration checks it"));
    Optional<VerdictLog> log =
        verdicts.isPresent()
            ? Optional.of(VerdictLog.open(verdicts.get(), settings))
            : Optional.empty();
    EvaluationProgress progress = new EvaluationProgress(asks, errors, bar);
    try (Judges judges = Judges.of(config, new SimpleMeterRegistry())) {
      OutageWatch watch = new OutageWatch(judges, patience, self::interrupt);
      try (progress;
          watch;
          Evaluation evaluation = new Evaluation(judges, requests, log, inFlight, progress)) {
        // What is wrong with records was told by the one who counted the asks.
        survey.visit(new PrintWriter(Writer.nullWriter()), evaluation::add);
        return new Result(evaluation.finish(), progress.known(), progress.judged());
      } catch (InterruptedException e) {
        throw stopped(watch, progress, asks);
      } catch (UncheckedIOException e) {
        throw new IOException(e.getMessage(), e);
      }
    } finally {
      if (log.isPresent()) {
        log.get().close();
      }
    }
  }

  private StoppedException stopped(OutageWatch watch, EvaluationProgress progress, long asks) {
    long done = progress.known() + progress.judged();
    String kept =
        verdicts.isPresent()
            ? "the same command goes on from there"
            : "without --output nothing of it is kept";
    return new StoppedException(
        "%s; %d of %d answers are there, and %s"
            .formatted(watch.outage().orElse("stopped"), done, asks, kept),
        watch.outage().isPresent());
  }
}
