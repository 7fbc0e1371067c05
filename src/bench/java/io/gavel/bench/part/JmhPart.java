package io.gavel.bench.part;

import io.gavel.bench.report.Metric;
import io.gavel.bench.report.Row;
import io.gavel.bench.report.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.StreamSupport;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// What the ledger and the completed map take by themselves, each in a JVM of its own.
public final class JmhPart implements Part {
  private static final String PACKAGE = "io.gavel.bench.jmh";

  /// Two classes of three parameters each, one with two methods.
  private static final int COMBINATIONS = 9;

  private final Settings settings;
  private final int forks;
  private final int iterations;

  /// @param settings what is to be run
  public JmhPart(Settings settings) {
    this.settings = settings;
    this.forks = settings.sized(2, 1);
    this.iterations = settings.sized(5, 1);
  }

  @Override
  public Duration expected() {
    return Duration.ofMillis(
        COMBINATIONS * (long) forks * (1_000L + 500L * (iterations + warmUps())));
  }

  @Override
  public List<Section> measure(Stage stage) throws Exception {
    List<Row> rows = new ArrayList<>();
    stage
        .progress()
        .step(
            "JMH: ledger and completed map",
            expected(),
            () -> {
              Collection<RunResult> results =
                  new Runner(
                          new OptionsBuilder()
                              .include(PACKAGE.replace(".", "\\.") + "\\..*")
                              .forks(forks)
                              .warmupIterations(warmUps())
                              .warmupTime(TimeValue.milliseconds(500))
                              .measurementIterations(iterations)
                              .measurementTime(TimeValue.milliseconds(500))
                              .verbosity(VerboseMode.SILENT)
                              .build())
                      .run();
              results.forEach(result -> rows.add(row(result)));
              return results.size() + " combinations";
            });
    return List.of(
        new Section(
            "jmh",
            "The ledger and the completed map by themselves",
            List.of(
                "JMH, average time; %d forks of %d iterations of 0.5 s after %d to warm up"
                    .formatted(forks, iterations, warmUps()),
                "ledger: one request's receive, begin, finish and its part of a publication of 256, with 256 under way",
                "map: dense and sparse over 2,000 offsets, one stuck head before 50,000"),
            List.of(new Metric("µs", 3)),
            rows,
            List.of()));
  }

  private static Row row(RunResult result) {
    String name = result.getParams().getBenchmark().replace(PACKAGE + ".", "");
    double perMicrosecond = result.getPrimaryResult().getScoreUnit().startsWith("ns") ? 1000 : 1;
    List<Double> values =
        result.getBenchmarkResults().stream()
            .flatMap(fork -> StreamSupport.stream(fork.getIterationResults().spliterator(), false))
            .map(iteration -> iteration.getPrimaryResult().getScore() / perMicrosecond)
            .toList();
    String parameters =
        String.join(
            ", ",
            result.getParams().getParamsKeys().stream().map(result.getParams()::getParam).toList());
    return new Row(name + " " + parameters, "", List.of(values), List.of());
  }

  private int warmUps() {
    return settings.sized(3, 1);
  }
}
