package io.gavel.bench;

import io.gavel.bench.broker.BrokerProcess;
import io.gavel.bench.part.ConvergencePart;
import io.gavel.bench.part.DelayPart;
import io.gavel.bench.part.JmhPart;
import io.gavel.bench.part.MemoryPart;
import io.gavel.bench.part.Part;
import io.gavel.bench.part.Progress;
import io.gavel.bench.part.SaturationPart;
import io.gavel.bench.part.ScoresPart;
import io.gavel.bench.part.Settings;
import io.gavel.bench.part.Stage;
import io.gavel.bench.part.ThroughputPart;
import io.gavel.bench.report.JsonReport;
import io.gavel.bench.report.Machine;
import io.gavel.bench.report.MarkdownReport;
import io.gavel.bench.report.Results;
import io.gavel.bench.report.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs the parts one after the other on one broker, and writes `engine.json` and `engine.md`.
public final class Benchmark {
  private Benchmark() {}

  /// Runs it.
  ///
  /// @param arguments the folder for the reports
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Settings settings = Settings.of(System.getProperties());
    Instant startedAt = Instant.now();
    List<Part> parts =
        settings.only().stream().flatMap(name -> parts(name, settings).stream()).toList();
    Duration expected = parts.stream().map(Part::expected).reduce(Duration.ZERO, Duration::plus);
    Progress progress = new Progress(System.out, expected);
    progress.say(
        "benchmark of %s; rounds: %d; expected to take about %d minutes"
            .formatted(
                String.join(", ", settings.only()),
                settings.rounds(),
                expected.plusSeconds(59).toMinutes()));
    List<Section> sections = new ArrayList<>();
    try (BrokerProcess broker = BrokerProcess.start()) {
      Stage stage = new Stage(broker, progress);
      for (Part part : parts) {
        for (Section section : part.measure(stage)) {
          System.out.println("\n" + MarkdownReport.section(section));
          sections.add(section);
          // After every part, so that what is measured is not lost when a later part fails.
          write(folder, startedAt, settings, sections);
        }
      }
    }
    System.out.println(Files.readString(folder.resolve("engine.md")));
    System.out.println(
        "written: " + folder.resolve("engine.md") + ", " + folder.resolve("engine.json"));
    // What a contestant has left running does not keep the build waiting.
    System.exit(0);
  }

  private static List<Part> parts(String name, Settings settings) {
    return switch (name) {
      case "saturation" ->
          List.of(
              new SaturationPart(settings, 64, settings.sized(3_000, 500)),
              new SaturationPart(settings, 256, settings.sized(8_000, 1_500)));
      case "throughput" ->
          List.of(
              new ThroughputPart(settings, 1_024, settings.sized(100_000, 5_000)),
              new ThroughputPart(settings, 8_192, settings.sized(15_000, 2_000)));
      case "delay" -> List.of(new DelayPart(settings));
      case "memory" -> List.of(new MemoryPart(settings));
      case "convergence" -> List.of(new ConvergencePart(settings));
      case "scores" -> List.of(new ScoresPart(settings));
      case "jmh" -> List.of(new JmhPart(settings));
      default -> throw new IllegalArgumentException("no part is named " + name);
    };
  }

  private static void write(
      Path folder, Instant startedAt, Settings settings, List<Section> sections)
      throws IOException {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("parts", String.join(" ", settings.only()));
    told.put("rounds", Integer.toString(settings.rounds()));
    told.put("quick", settings.quick() ? "yes, with small sizes: the figures mean nothing" : "no");
    Results results = new Results(startedAt, Machine.machine(), Machine.versions(), told, sections);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("engine.json"), JsonReport.of(results));
    Files.writeString(folder.resolve("engine.md"), MarkdownReport.of(results));
  }
}
