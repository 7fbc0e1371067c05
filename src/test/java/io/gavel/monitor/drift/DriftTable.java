package io.gavel.monitor.drift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Measures false alarms and delays of the detector and of fixed-window tests on the same simulated
/// series, and writes the tables of `docs/monitoring/drift.md`; `mvn -Pdrift verify` runs it.
public final class DriftTable {
  private static final int NEVER = Integer.MAX_VALUE;
  private static final int LEAD = 60;
  private static final double DEAD_LETTERS = 0.02;

  private DriftTable() {}

  /// How long after the shift each test raised, in minutes, [#NEVER] where it did not; below 0
  /// before the shift.
  private record Delays(int detector, List<Integer> byMinute, List<Integer> byHour) {}

  private enum Baselines {
    PINNED("a pinned day"),
    TRAILING("trailing, from nothing");

    final String title;

    Baselines(String title) {
      this.title = title;
    }
  }

  /// Runs it.
  ///
  /// @param arguments the file to write; how many stationary series; how many for each shift
  public static void main(String[] arguments) throws IOException {
    int stationary = Integer.parseInt(arguments[1]);
    int shifted = Integer.parseInt(arguments[2]);
    StringBuilder text = new StringBuilder();
    add(text, row("points", "a minute", "gavel", titles(" (1 min)"), titles(" (1 h)")));
    add(text, rule(11));
    for (int perMinute : List.of(6, 60, 600)) {
      for (double shift : List.of(0.1, 0.2, 0.3, 0.5, 1.0)) {
        List<Double> shares = SimulatedSeries.lowered(shift);
        List<Delays> all =
            IntStream.range(0, shifted)
                .parallel()
                .mapToObj(
                    seed -> series(1_000_000L + seed, perMinute, shares, Baselines.PINNED, LEAD))
                .toList();
        add(
            text,
            row(
                Double.toString(shift),
                Integer.toString(perMinute),
                median(all.stream().map(Delays::detector).toList()),
                medians(all, false),
                medians(all, true)));
      }
    }
    add(text, "");
    add(text, row("baseline", "a minute", "gavel", titles(" (1 min)"), titles(" (1 h)")));
    add(text, rule(11));
    for (int perMinute : List.of(6, 60, 600)) {
      for (Baselines baseline : Baselines.values()) {
        List<Delays> all =
            IntStream.range(0, stationary)
                .parallel()
                .mapToObj(seed -> series(seed, perMinute, SimulatedSeries.USUAL, baseline, 0))
                .toList();
        add(
            text,
            row(
                baseline.title,
                Integer.toString(perMinute),
                share(all.stream().map(Delays::detector).toList()),
                shares(all, false),
                shares(all, true)));
      }
    }
    Path file = Path.of(arguments[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
  }

  private static Delays series(
      long seed, int perMinute, List<Double> shares, Baselines kind, int lead) {
    SimulatedSeries series = new SimulatedSeries(seed, perMinute);
    DriftDetector detector = new DriftDetector(DriftSettings.DEFAULTS, SimulatedSeries.LEVELS);
    DriftWindow day =
        series.window(-1, SimulatedSeries.USUAL, perMinute * SimulatedSeries.DAY, DEAD_LETTERS);
    SeriesDrift drift = kind == Baselines.PINNED ? detector.pin(day) : detector.begin();
    FixedWindow[] tests = FixedWindow.values();
    int found = NEVER;
    int[] minutes = new int[tests.length];
    int[] hours = new int[tests.length];
    Arrays.fill(minutes, NEVER);
    Arrays.fill(hours, NEVER);
    Tally hour = Tally.empty(SimulatedSeries.LEVELS.size());
    int end = lead + SimulatedSeries.DAY;
    for (int minute = 0; minute < end; minute++) {
      DriftWindow window = series.window(minute, minute < lead ? SimulatedSeries.USUAL : shares);
      int after = minute + 1 - lead;
      if (found == NEVER) {
        DriftDetector.Step step = detector.after(drift, window);
        drift = step.series();
        found = step.said().isEmpty() ? NEVER : after;
      }
      hour = hour.plus(window.scores());
      for (int i = 0; i < tests.length && after > 0; i++) {
        if (minutes[i] == NEVER && tests[i].fires(window.scores(), day.scores())) {
          minutes[i] = after;
        }
        if (hours[i] == NEVER && after % 60 == 0 && tests[i].fires(hour, day.scores())) {
          hours[i] = after;
        }
      }
      hour = (minute + 1) % 60 == 0 ? Tally.empty(SimulatedSeries.LEVELS.size()) : hour;
      if (lead > 0 && found != NEVER && !has(minutes) && !has(hours)) {
        break;
      }
    }
    return new Delays(
        found, Arrays.stream(minutes).boxed().toList(), Arrays.stream(hours).boxed().toList());
  }

  private static boolean has(int[] delays) {
    return Arrays.stream(delays).anyMatch(delay -> delay == NEVER);
  }

  private static List<String> titles(String window) {
    return Arrays.stream(FixedWindow.values()).map(test -> test.title + window).toList();
  }

  private static List<String> medians(List<Delays> all, boolean hourly) {
    return column(all, hourly).stream().map(DriftTable::median).toList();
  }

  private static List<String> shares(List<Delays> all, boolean hourly) {
    return column(all, hourly).stream().map(DriftTable::share).toList();
  }

  private static List<List<Integer>> column(List<Delays> all, boolean hourly) {
    return IntStream.range(0, FixedWindow.values().length)
        .mapToObj(
            i -> all.stream().map(one -> (hourly ? one.byHour() : one.byMinute()).get(i)).toList())
        .toList();
  }

  /// The median of those that did not raise before the shift.
  private static String median(List<Integer> delays) {
    List<Integer> sorted = delays.stream().filter(delay -> delay > 0).sorted().toList();
    int middle = sorted.get(sorted.size() / 2);
    return middle == NEVER ? "> 1 day" : Integer.toString(middle);
  }

  private static String share(List<Integer> delays) {
    double raised = delays.stream().filter(delay -> delay != NEVER).count();
    return String.format(Locale.ROOT, "%.4f", raised / delays.size());
  }

  private static String row(
      String first, String second, String third, List<String> more, List<String> most) {
    List<String> cells = new ArrayList<>(List.of(first, second, third));
    cells.addAll(more);
    cells.addAll(most);
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String rule(int columns) {
    return "|" + " --- |".repeat(columns);
  }

  private static void add(StringBuilder text, String line) {
    System.out.println(line);
    text.append(line).append('\n');
  }
}
