package io.gavel.bench.part;

import io.gavel.bench.report.Goal;
import io.gavel.bench.report.Metric;
import io.gavel.bench.report.Section;
import io.gavel.bench.scores.FeedbackTopics;
import io.gavel.bench.scores.Reading;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How much feedback the roles after the judge get through, each by itself.
public final class ScoresPart implements Part {
  private static final Duration EACH = Duration.ofSeconds(20);

  private final Settings settings;
  private final int feedbacks;

  /// @param settings what is to be run
  public ScoresPart(Settings settings) {
    this.settings = settings;
    this.feedbacks = settings.sized(150_000, 5_000);
  }

  @Override
  public Duration expected() {
    return EACH.multipliedBy((settings.rounds() + 1L) * Reading.values().length);
  }

  @Override
  public List<Section> measure(Stage stage) throws Exception {
    stage.progress().say("writing %,d feedbacks".formatted(feedbacks));
    FeedbackTopics topics = new FeedbackTopics(stage.broker().kafka(), "scores", feedbacks).fill();
    Sheet sheet = new Sheet(List.of(), new Metric("feedbacks/s", 0));
    List<Reading> readings = List.of(Reading.values());
    readings.forEach(reading -> sheet.add(reading.title(), reading.work()));
    // The first round warms up.
    for (int round = settings.quick() ? 0 : -1; round < settings.rounds(); round++) {
      for (Reading reading : Order.of(readings, Math.max(0, round))) {
        int of = round;
        stage
            .progress()
            .step(
                round < 0
                    ? "scores, warm-up: " + reading.title()
                    : "scores, round %d of %d: %s"
                        .formatted(round + 1, settings.rounds(), reading.title()),
                EACH,
                () -> run(reading, topics, sheet, of));
      }
    }
    return List.of(section(sheet));
  }

  private static String run(Reading reading, FeedbackTopics topics, Sheet sheet, int round)
      throws InterruptedException {
    String name = "scores-%s-%d".formatted(reading.name().toLowerCase(Locale.ROOT), round + 1);
    double perSecond = reading.perSecond(topics, name);
    if (round >= 0) {
      sheet.enter(reading.title(), round, List.of(), perSecond);
    }
    return String.format(Locale.ROOT, "%,.0f/s", perSecond);
  }

  private Section section(Sheet sheet) {
    double empty = sheet.median(Reading.EMPTY.title(), 0);
    return sheet.section(
        "scores",
        "Feedback through the roles after the judge",
        List.of(
            "%,d feedbacks of %d series over two hours, %d characters of the judge's words each"
                .formatted(feedbacks, FeedbackTopics.SERIES, FeedbackTopics.WORDS),
            "one stream thread, exactly_once_v2, commit interval 100 ms; from the first that was got"
                + " through to the last, which is committed within that interval"),
        Arrays.stream(Reading.values())
            .filter(reading -> reading != Reading.EMPTY)
            .map(reading ->
                new Goal(
                    reading.title() + " / empty aggregate",
                    sheet.median(reading.title(), 0) / empty,
                    0.5,
                    true))
            .toList());
  }
}
