package io.gavel.monitor.alert;

import io.gavel.monitor.drift.Measure;
import io.gavel.monitor.drift.MeasureDrift;
import io.gavel.monitor.drift.Standing;
import io.gavel.monitor.drift.Tally;
import io.gavel.monitor.window.JudgeHealth;
import io.gavel.monitor.window.Series;
import io.gavel.schema.AlertState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// An alert in one sentence.
final class AlertText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final double PERCENT = 100;

  /// The highest level of [JudgeHealth#AGREEMENT].
  private static final double AGREEMENT_SCALE = 10;

  private AlertText() {}

  /// The sentence.
  ///
  /// @param watch the series, with what is remembered of it now
  /// @param alert as it is said now
  static String of(AlertState state, SeriesWatch watch, OpenAlert alert) {
    return switch (state) {
      case RAISED, UPDATED ->
          what(watch, alert)
              + went(watch, alert)
              + " since "
              + at(alert.since())
              + others(watch, alert)
              + ".";
      case CLEARED -> what(watch, alert) + " is back" + back(watch, alert) + ".";
    };
  }

  /// The sentence of an alert that ends for another reason than that all is back.
  ///
  /// @param because what has happened, as the end of a sentence
  static String over(SeriesWatch watch, OpenAlert alert, String because) {
    return what(watch, alert) + " is no longer compared with what it was: " + because + ".";
  }

  /// A measure, in words.
  static String name(Measure measure) {
    return switch (measure) {
      case MEAN -> "mean score";
      case DISTRIBUTION -> "distribution of scores";
      case UNREADABLE_SHARE -> "share of unreadable answers";
      case DEAD_LETTER_SHARE -> "share of dead letters";
    };
  }

  private static String what(SeriesWatch watch, OpenAlert alert) {
    return watch.series().isJudge()
        ? "The judge %s has changed%s: %s"
            .formatted(watch.series().model(), byRubric(watch.series()), judged(watch, alert))
        : "The " + name(alert.named()) + " of " + of(watch.series());
  }

  private static String byRubric(Series series) {
    String rubric = series.tags().get(JudgeHealth.RUBRIC);
    return rubric == null ? "" : " where it judges by the rubric " + rubric;
  }

  /// What is measured of a judge itself.
  private static String judged(SeriesWatch watch, OpenAlert alert) {
    String whole = isLength(watch) ? "the length of its words" : "how far its samples agree";
    return alert.named() == Measure.MEAN ? whole : "the distribution of " + whole;
  }

  private static boolean isLength(SeriesWatch watch) {
    return watch.series().rubricId().equals(JudgeHealth.LENGTH);
  }

  /// A mean as people take it: characters, an agreement from 0 to 1, or points.
  private static String mean(SeriesWatch watch, double mean) {
    if (!watch.series().isJudge()) {
      return points(mean);
    }
    return isLength(watch)
        ? Math.round(Math.pow(2, mean)) + " characters"
        : points(mean / AGREEMENT_SCALE);
  }

  private static String of(Series series) {
    String tags =
        series.tags().entrySet().stream()
            .map(tag -> tag.getKey() + "=" + tag.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
    return series.model()
        + " in "
        + series.application()
        + (series.tags().isEmpty() ? "" : tags)
        + " by the rubric "
        + series.rubricId();
  }

  private static String went(SeriesWatch watch, OpenAlert alert) {
    return switch (alert.named()) {
      case MEAN ->
          (alert.current() < alert.baseline() ? " fell" : " rose")
              + fromTo(mean(watch, alert.baseline()), mean(watch, alert.current()))
              + scale(watch);
      case DISTRIBUTION -> " changed" + level(watch);
      case UNREADABLE_SHARE, DEAD_LETTER_SHARE ->
          (alert.current() < alert.baseline() ? " fell" : " rose")
              + fromTo(share(alert.baseline()), share(alert.current()));
    };
  }

  private static String scale(SeriesWatch watch) {
    return watch.series().isJudge()
        ? ""
        : " on a scale of " + watch.levels().getFirst() + " to " + watch.levels().getLast();
  }

  private static String back(SeriesWatch watch, OpenAlert alert) {
    return switch (alert.named()) {
      case MEAN ->
          ": it is " + mean(watch, alert.current()) + " and was " + mean(watch, alert.baseline());
      case DISTRIBUTION -> "";
      case UNREADABLE_SHARE, DEAD_LETTER_SHARE ->
          ": it is " + share(alert.current()) + " and was " + share(alert.baseline());
    };
  }

  /// The level whose share moved most surely.
  private static String level(SeriesWatch watch) {
    MeasureDrift drift = watch.drift().measures().get(Measure.DISTRIBUTION);
    return drift != null && drift.standing() instanceof Standing.Raised raised
        ? ": the share of score "
            + watch.levels().get(raised.payoff())
            + " went"
            + fromTo(
                share(share(drift.baseline().tally(), raised.payoff())),
                share(share(raised.recent(), raised.payoff())))
            + ", and the mean"
            + fromTo(
                mean(watch, mean(watch.levels(), drift.baseline().tally())),
                mean(watch, mean(watch.levels(), raised.recent())))
        : "";
  }

  /// The mean score of a tally; NaN where it is empty.
  static double mean(List<Integer> levels, Tally tally) {
    double sum = 0;
    for (int i = 0; i < levels.size(); i++) {
      sum += levels.get(i) * tally.counts().get(i);
    }
    return sum / tally.total();
  }

  private static double share(Tally tally, int category) {
    return tally.total() > 0 ? tally.counts().get(category) / tally.total() : Double.NaN;
  }

  private static String others(SeriesWatch watch, OpenAlert alert) {
    List<Measure> moved = watch.moved();
    String others =
        moved.stream()
            .filter(it -> it != alert.named())
            .map(it ->
                watch.series().isJudge() && it == Measure.DISTRIBUTION
                    ? "its distribution"
                    : "the " + name(it))
            .collect(Collectors.joining(" and "));
    if (moved.contains(alert.named())) {
      return others.isEmpty() ? "" : ", and " + others + " moved as well";
    }
    return ", and is back, but not " + others;
  }

  private static String fromTo(String from, String to) {
    return " from " + from + " to " + to;
  }

  private static String points(double score) {
    return String.format(Locale.ROOT, "%.2f", score);
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.1f %%", PERCENT * share);
  }

  private static String at(Instant at) {
    return TIME.format(at);
  }
}
