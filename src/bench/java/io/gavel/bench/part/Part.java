package io.gavel.bench.part;

import io.gavel.bench.report.Section;
import java.time.Duration;
import java.util.List;

/// One question of the benchmark.
public interface Part {
  /// How long it takes by the plan, on two cores.
  Duration expected();

  /// Measures, and says how far it is.
  List<Section> measure(Stage stage) throws Exception;
}
