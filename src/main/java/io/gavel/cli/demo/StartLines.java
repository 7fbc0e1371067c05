package io.gavel.cli.demo;

import io.gavel.local.LocalSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Shows what starts: a line for each part as soon as it is there, and on a terminal the name of
/// the one that is starting.
public final class StartLines implements LocalSystem.Listener {
  private static final List<String> PARTS =
      List.of("broker", "registry", "judges", "topics", "rules", "worker");

  private final Screen screen;
  private final long beginNanos = System.nanoTime();
  private long sinceNanos = beginNanos;

  /// @param screen where it shows them
  public StartLines(Screen screen) {
    this.screen = screen;
  }

  /// Before the first part.
  public void begin() {
    screen.print(
        List.of(
            screen.style().bold("Gavel demo")
                + ": everything here runs on this machine and is gone when it ends.",
            ""));
    screen.live(screen.style().dim("  starting the broker"));
  }

  @Override
  public void started(String part, String address, Duration took) {
    screen.print(
        "%s %-9s %s  %s"
            .formatted(
                screen.style().tick(),
                part,
                address,
                screen.style().dim("%.1f s".formatted(took.toMillis() / 1000.0))));
    sinceNanos = System.nanoTime();
    int next = PARTS.indexOf(part) + 1;
    if (next < PARTS.size()) {
      screen.live(screen.style().dim("  starting the " + PARTS.get(next)));
    }
  }

  /// After the last part.
  ///
  /// @param log where everything else is said
  public void end(Path log) {
    screen.print(
        List.of(
            "%s %-9s %s".formatted(screen.style().tick(), "log", log),
            "",
            "Started in %.1f s.".formatted((System.nanoTime() - beginNanos) / 1e9),
            ""));
  }

  /// How long ago the last part was there.
  public Duration lap() {
    return Duration.ofNanos(System.nanoTime() - sinceNanos);
  }

  @Override
  public void stopping() {
    screen.print(List.of("", "Stopping; nothing stays behind."));
  }
}
