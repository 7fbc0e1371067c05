package io.gavel.web.api.series;

import io.gavel.config.Durations;
import io.gavel.web.Answers;
import io.gavel.web.Routes;
import io.gavel.web.api.OtherWorkers;
import io.gavel.web.api.Parameters;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// `GET /api/series`: the score windows of every series.
public final class SeriesRoutes implements Routes {
  private static final int POINTS = 60;
  private static final int MOST_POINTS = 1_500;

  /// So many points in one answer at most, all series together: some 10 MB.
  private static final int POINTS_IN_ALL = 60_000;

  private static final int MOST_SERIES = 1_000;

  private final List<Duration> sizes;
  private final SeriesSource source;
  private final Standings standings;
  private final OtherWorkers others;

  /// @param sizes of the windows, ascending
  /// @param source knows this worker's windows
  /// @param standings knows how they stand
  /// @param others know theirs
  public SeriesRoutes(
      List<Duration> sizes, SeriesSource source, Standings standings, OtherWorkers others) {
    this.sizes = List.copyOf(sizes);
    this.source = source;
    this.standings = standings;
    this.others = others;
  }

  @Override
  public List<Path> paths() {
    return List.of(new Path("/api/series", "the score windows of every series"));
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/api/series", this::show);
  }

  private void show(Context context) {
    Parameters parameters = Parameters.of(context, "window", "points", "local");
    String window = parameters.oneOf("window", sizes.stream().map(Durations::text).toList());
    int points = parameters.number("points", 1, MOST_POINTS, POINTS);
    int most = Math.clamp(POINTS_IN_ALL / points, 1, MOST_SERIES);
    List<SeriesView> own =
        source.newest(Durations.parse(window), points, most).stream()
            .map(it -> SeriesView.of(it, standings.of(it.key())))
            .toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("window", window);
    answer.put("series", own);
    if (!parameters.flag("local")) {
      OtherWorkers.Told told =
          others.ask("/api/series?window=%s&points=%d&local=true".formatted(window, points));
      answer.put("series", Merging.byKey(own, told.answers(), "series", "key"));
      answer.put(
          "missing",
          Stream.concat(told.missing().stream(), source.unreachable().stream()).toList());
    }
    Answers.compact(context, answer);
  }
}
