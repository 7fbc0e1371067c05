package io.gavel.cli.tail;

import io.gavel.config.Durations;
import io.gavel.schema.Alert;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Preference;
import io.gavel.schema.Ranking;
import io.gavel.schema.Reward;
import io.gavel.schema.RewardPart;
import io.gavel.schema.ScoreWindow;
import io.gavel.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The topics that `gavel tail` shows.
public final class Views {
  private static final Column APPLICATION = Column.name("APPLICATION");
  private static final Column MODEL = Column.name("MODEL");
  private static final Column RUBRIC = Column.name("RUBRIC");

  /// Scores with the judge's words.
  public static final View<Feedback> FEEDBACK =
      new View<>(
          Topic.FEEDBACK,
          Feedback.class,
          List.of(APPLICATION, MODEL, RUBRIC, Column.fixed("SCORE", 7), Column.rest("FEEDBACK")),
          feedback -> feedback.getJudgement().getJudgedAt(),
          feedback ->
              List.of(
                  feedback.getApplication(),
                  feedback.getModel(),
                  feedback.getRubricId(),
                  marked(score(feedback), feedback.getJudgement().getStandIn()),
                  feedback.getFeedback()),
          feedback ->
              Subject.of(
                  feedback.getApplication(), feedback.getModel(), List.of(feedback.getRubricId())),
          feedback -> feedback.getJudgement().getStandIn());

  private static final View<Alert> ALERTS =
      new View<>(
          Topic.ALERTS,
          Alert.class,
          List.of(
              APPLICATION,
              MODEL,
              RUBRIC,
              Column.fixed("STATE", 8),
              new Column("FROM → TO", 11, 13),
              Column.rest("ALERT")),
          Alert::getRaisedAt,
          alert ->
              List.of(
                  alert.getApplication(),
                  alert.getModel(),
                  alert.getRubricId(),
                  marked(lower(alert.getState()), alert.getStandIn()),
                  String.format(
                      Locale.ROOT, "%.2f → %.2f", alert.getBaseline(), alert.getCurrent()),
                  alert.getSummary()),
          alert ->
              Subject.of(alert.getApplication(), alert.getModel(), List.of(alert.getRubricId())),
          Alert::getStandIn);

  private static final View<Reward> REWARDS =
      new View<>(
          Topic.REWARDS,
          Reward.class,
          List.of(
              APPLICATION,
              MODEL,
              new Column("GENERATION", 10, 32),
              Column.fixed("REWARD", 6),
              Column.rest("PARTS")),
          Reward::getComposedAt,
          reward ->
              List.of(
                  reward.getApplication(),
                  reward.getModel(),
                  reward.getGenerationId(),
                  marked(
                      String.format(Locale.ROOT, "%.2f", reward.getValue()), reward.getStandIn()),
                  parts(reward)),
          reward ->
              Subject.of(
                  reward.getApplication(),
                  reward.getModel(),
                  reward.getParts().stream().map(RewardPart::getRubricId).toList()),
          Reward::getStandIn);

  private static final View<Preference> PREFERENCES =
      new View<>(
          Topic.PREFERENCES,
          Preference.class,
          List.of(
              RUBRIC,
              new Column("GROUP", 8, 20),
              new Column("CHOSEN", 8, 20),
              new Column("REJECTED", 8, 20),
              Column.fixed("VERDICT", 10),
              Column.rest("FEEDBACK")),
          Preference::getDecidedAt,
          preference ->
              List.of(
                  preference.getRubricId(),
                  preference.getCandidateGroup(),
                  preference.getChosenModel(),
                  preference.getRejectedModel(),
                  marked(verdict(preference), preference.getStandIn()),
                  preference.getFeedback()),
          preference ->
              new Subject(
                  Optional.empty(),
                  Optional.of(preference.getChosenModel()),
                  List.of(preference.getRubricId())),
          Preference::getStandIn);

  private static final View<Ranking> RANKINGS =
      new View<>(
          Topic.RANKINGS,
          Ranking.class,
          List.of(
              RUBRIC,
              new Column("GROUP", 8, 20),
              Column.fixed("PAIRS", 7),
              Column.fixed("SWAYED", 6),
              Column.rest("STRONGEST FIRST")),
          Ranking::getRankedAt,
          ranking ->
              List.of(
                  ranking.getRubricId(),
                  ranking.getCandidateGroup(),
                  marked(
                      ranking.getPairs() + "/" + ranking.getPairsOfGroup(), ranking.getStandIn()),
                  Integer.toString(ranking.getOrdersDisagreed()),
                  candidates(ranking)),
          ranking ->
              new Subject(Optional.empty(), Optional.empty(), List.of(ranking.getRubricId())),
          Ranking::getStandIn);

  private static final View<ScoreWindow> SCORE_WINDOWS =
      new View<>(
          Topic.SCORE_WINDOWS,
          ScoreWindow.class,
          List.of(
              APPLICATION,
              MODEL,
              RUBRIC,
              Column.fixed("WINDOW", 6),
              Column.fixed("MEAN", 11),
              Column.fixed("COUNT", 6),
              Column.fixed("DEAD", 5),
              Column.rest("LEVELS")),
          ScoreWindow::getWindowStart,
          window ->
              List.of(
                  window.getApplication(),
                  window.getModel(),
                  window.getRubricId(),
                  Durations.text(Duration.between(window.getWindowStart(), window.getWindowEnd())),
                  marked(mean(window), window.getStandIn()),
                  Long.toString(window.getCount()),
                  Long.toString(window.getDeadLetters()),
                  levels(window)),
          window ->
              Subject.of(window.getApplication(), window.getModel(), List.of(window.getRubricId())),
          ScoreWindow::getStandIn);

  /// What could not be judged.
  public static final View<DeadLetter> DEAD_LETTERS =
      new View<>(
          Topic.DEAD_LETTERS,
          DeadLetter.class,
          List.of(
              APPLICATION,
              MODEL,
              RUBRIC,
              Column.fixed("STAGE", 7),
              new Column("REASON", 17, 19),
              Column.rest("DETAIL")),
          DeadLetter::getFailedAt,
          letter ->
              List.of(
                  letter.getApplication().orElse("-"),
                  letter.getModel().orElse("-"),
                  letter.getRubricId().orElse("-"),
                  marked(letter.getStage(), letter.getStandIn()),
                  letter.getReason(),
                  letter.getDetail()),
          letter ->
              new Subject(
                  letter.getApplication(),
                  letter.getModel(),
                  letter.getRubricId().stream().toList()),
          DeadLetter::getStandIn);

  private static final View<Generation> GENERATIONS =
      new View<>(
          Topic.GENERATIONS,
          Generation.class,
          List.of(
              APPLICATION,
              MODEL,
              new Column("GENERATION", 10, 32),
              Column.rest("INSTRUCTION -> RESPONSE")),
          Generation::getCreatedAt,
          generation ->
              List.of(
                  generation.getApplication(),
                  generation.getModel(),
                  generation.getGenerationId(),
                  generation.getInstruction() + " -> " + generation.getResponse()),
          generation ->
              Subject.of(
                  generation.getApplication(), generation.getModel(), generation.getRubricIds()),
          generation -> false);

  private static final View<JudgeRequest> JUDGE_REQUESTS =
      new View<>(
          Topic.JUDGE_REQUESTS,
          JudgeRequest.class,
          List.of(
              APPLICATION,
              MODEL,
              RUBRIC,
              Column.fixed("REFERENCE", 9),
              Column.fixed("PRIORITY", 10),
              Column.rest("INSTRUCTION")),
          request -> request.getGeneration().getCreatedAt(),
          request ->
              List.of(
                  request.getGeneration().getApplication(),
                  request.getGeneration().getModel(),
                  request.getRubric().getRubricId(),
                  request.getReferenceAnswer().isPresent() ? "yes" : "no",
                  lower(request.getPriority()),
                  request.getGeneration().getInstruction()),
          request ->
              Subject.of(
                  request.getGeneration().getApplication(),
                  request.getGeneration().getModel(),
                  List.of(request.getRubric().getRubricId())),
          request -> false);

  private static final List<View<?>> ALL =
      List.of(
          FEEDBACK,
          ALERTS,
          PREFERENCES,
          RANKINGS,
          REWARDS,
          SCORE_WINDOWS,
          DEAD_LETTERS,
          GENERATIONS,
          JUDGE_REQUESTS);

  private Views() {}

  /// The view of a topic, by its name without prefix; empty where it is none of these.
  public static Optional<View<?>> of(String name) {
    return ALL.stream().filter(view -> view.topic().baseName().equals(name)).findFirst();
  }

  /// The names, in the order a person looks for them.
  public static List<String> names() {
    return ALL.stream().map(view -> view.topic().baseName()).toList();
  }

  private static String score(Feedback feedback) {
    return feedback
        .getScore()
        .map(score -> score + "/" + feedback.getScaleMaximum())
        .or(() -> feedback.getPreferred().map(Views::lower))
        .orElse("-");
  }

  /// `swayed`: by the order in which the responses were shown.
  private static String verdict(Preference preference) {
    if (!preference.getOrdersAgreed()) {
      return "tie swayed";
    }
    return preference.getTie() ? "tie" : "better";
  }

  private static String candidates(Ranking ranking) {
    String candidates =
        ranking.getCandidates().stream()
            .map(candidate ->
                String.format(
                    Locale.ROOT,
                    "%s %.2f (%s)",
                    candidate.getModel(),
                    candidate.getStrength(),
                    candidate.getGenerationId()))
            .collect(Collectors.joining(", "));
    return ranking.getComplete() ? candidates : "incomplete: " + candidates;
  }

  private static String parts(Reward reward) {
    String parts =
        reward.getParts().stream()
            .map(part ->
                String.format(
                    Locale.ROOT,
                    "%s %.2f x %s",
                    part.getRubricId(),
                    part.getValue(),
                    Double.toString(part.getWeight()).replaceAll("\\.0$", "")))
            .collect(Collectors.joining(", "));
    return reward.getComplete() ? parts : "incomplete: " + parts;
  }

  /// With its standard error, where there is one.
  private static String mean(ScoreWindow window) {
    String mean = window.getMean().map(it -> String.format(Locale.ROOT, "%.2f", it)).orElse("-");
    return window
        .getStandardError()
        .map(it -> String.format(Locale.ROOT, "%s±%.2f", mean, it))
        .orElse(mean);
  }

  /// `2:3 3:10`, the levels that have a score with their counts; then the tags.
  private static String levels(ScoreWindow window) {
    Stream<String> levels =
        window.getBuckets().stream()
            .filter(bucket -> bucket.getCount() > 0)
            .map(bucket -> bucket.getScore() + ":" + bucket.getCount());
    Stream<String> tags =
        new TreeMap<>(window.getTags())
            .entrySet().stream().map(tag -> tag.getKey() + "=" + tag.getValue());
    return Stream.concat(levels, tags).collect(Collectors.joining(" "));
  }

  private static String marked(String text, boolean standIn) {
    return standIn ? text + "*" : text;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
