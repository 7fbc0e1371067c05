package io.gavel.cli.demo;

import io.gavel.schema.Alert;
import io.gavel.schema.AlertState;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.DeadLetterRetry;
import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Preference;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What was sent and what came of it, from the records themselves: every id counts once, in
/// whatever order they are seen. Keeps an id per judge request, so it grows by about 100 MB in a
/// million of them. Pure; for one thread.
public final class Tally {
  private static final int LATEST = 12;

  /// Generations that are not yet known to have all their judge requests: how many are missing.
  private final Map<String, Integer> unsettled = new HashMap<>();

  private final Set<String> requests = new HashSet<>();
  private final Map<String, Outcomes> outcomes = new HashMap<>();
  private final Set<String> retried = new HashSet<>();
  private final Deque<Feedback> latest = new ArrayDeque<>();
  private final Map<String, DeadLetter> deadLetters = new LinkedHashMap<>();
  private final Map<Series, SeriesScores> scores = new TreeMap<>();
  private final Pairs pairs = new Pairs();
  private final Map<String, Alert> alerts = new LinkedHashMap<>();
  private long generations;
  private long feedback;
  private long deadRequests;
  private long deadGenerations;
  private long duplicates;
  private boolean standIn;

  /// The outcomes seen of one judge request.
  private record Outcomes(int feedback, int deadLetters) {
    private static final Outcomes NONE = new Outcomes(0, 0);
    private static final Outcomes JUDGED = new Outcomes(1, 0);
    private static final Outcomes DIED = new Outcomes(0, 1);

    /// A shared one for the frequent cases: there may be millions.
    private static Outcomes of(int feedback, int deadLetters) {
      Outcomes outcomes = new Outcomes(feedback, deadLetters);
      return outcomes.equals(JUDGED) ? JUDGED : outcomes.equals(DIED) ? DIED : outcomes;
    }
  }

  /// The numbers of one moment.
  ///
  /// @param generations how many generations were sent
  /// @param unsettled how many of them have neither all their judge requests nor a dead letter
  /// @param judgeRequests how many judge requests they became
  /// @param feedback how many of those were judged
  /// @param deadLetters how many of those could not be judged
  /// @param deadGenerations dead letters of generations that never became a judge request
  /// @param preferences how many pairs of candidates have their preference
  /// @param openPairs how many groups of candidates have no pairs yet, and pairs no preference
  /// @param duplicates outcomes beyond the first of the same judge request, and preferences beyond
  ///   the first of the same pair; 0 if Gavel does what it promises
  public record Counts(
      long generations,
      long unsettled,
      long judgeRequests,
      long feedback,
      long deadLetters,
      long deadGenerations,
      long preferences,
      long openPairs,
      long duplicates) {
    /// Judge requests without an outcome yet.
    public long open() {
      return Math.max(0, judgeRequests - feedback - deadLetters);
    }

    /// Whether every judge request has exactly one outcome.
    public boolean balanced() {
      return feedback + deadLetters == judgeRequests && duplicates == 0;
    }
  }

  /// A generation was sent.
  public void sent(Generation generation) {
    generations++;
    unsettled.put(generation.getGenerationId(), Integer.MAX_VALUE);
    pairs.sent(generation);
  }

  /// A judge request was made. One of a pair settles its generation: there is no telling how many
  /// pairs each is in.
  public void requested(JudgeRequest request) {
    if (requests.add(request.getRequestId())) {
      pairs.requested(request);
      if (request.getComparedTo().isPresent()) {
        unsettled.remove(request.getGeneration().getGenerationId());
        return;
      }
      unsettled.computeIfPresent(
          request.getGeneration().getGenerationId(),
          (id, missing) -> oneLess(missing, request.getRequestsOfGeneration()));
    }
  }

  /// A judge request was judged.
  public void judged(Feedback judged) {
    Outcomes before = count(judged.getRequestId(), 1, 0);
    if (before.feedback() > 0) {
      return;
    }
    standIn |= judged.getJudgement().getStandIn();
    latest.addFirst(judged);
    if (latest.size() > LATEST) {
      latest.removeLast();
    }
    judged
        .getScore()
        .ifPresent(score ->
            scores
                .computeIfAbsent(
                    new Series(judged.getApplication(), judged.getModel()),
                    ignored -> new SeriesScores())
                .add(judged, score));
  }

  /// Something could not be judged. A dead letter that was sent again counts no more.
  public void died(DeadLetter letter) {
    letter
        .getGenerationId()
        .filter(id -> letter.getRequestId().isEmpty())
        .ifPresent(unsettled::remove);
    if (retried.contains(letter.getDeadLetterId())) {
      return;
    }
    deadLetters.put(letter.getDeadLetterId(), letter);
    letter.getRequestId().ifPresent(pairs::died);
    letter.getRequestId().ifPresentOrElse(id -> count(id, 0, 1), () -> deadGenerations++);
  }

  /// A pair was decided.
  public void preferred(Preference preference) {
    pairs.decided(preference);
  }

  /// A dead letter was sent again: it is no longer the outcome of its request, which gets another.
  public void retried(DeadLetterRetry retry) {
    if (!retried.add(retry.getDeadLetterId())) {
      return;
    }
    DeadLetter letter = deadLetters.remove(retry.getDeadLetterId());
    if (letter != null) {
      letter.getRequestId().ifPresentOrElse(id -> count(id, 0, -1), () -> deadGenerations--);
    }
  }

  /// Adds to a request's outcomes, and returns those before. A request that has feedback is judged,
  /// whatever else it has.
  private Outcomes count(String requestId, int moreFeedback, int moreDeadLetters) {
    Outcomes before = outcomes.getOrDefault(requestId, Outcomes.NONE);
    Outcomes after =
        Outcomes.of(before.feedback() + moreFeedback, before.deadLetters() + moreDeadLetters);
    outcomes.put(requestId, after);
    feedback += isJudged(after) - isJudged(before);
    deadRequests += isDead(after) - isDead(before);
    duplicates += beyondTheFirst(after) - beyondTheFirst(before);
    return before;
  }

  private static int isJudged(Outcomes outcomes) {
    return outcomes.feedback() > 0 ? 1 : 0;
  }

  private static int isDead(Outcomes outcomes) {
    return outcomes.feedback() == 0 && outcomes.deadLetters() > 0 ? 1 : 0;
  }

  private static int beyondTheFirst(Outcomes outcomes) {
    return Math.max(0, outcomes.feedback() + outcomes.deadLetters() - 1);
  }

  /// The numbers now.
  public Counts counts() {
    return new Counts(
        generations,
        unsettled.size(),
        requests.size(),
        feedback,
        deadRequests,
        deadGenerations,
        pairs.decided(),
        pairs.open(),
        duplicates + pairs.twice());
  }

  /// The latest feedback, newest first.
  public List<Feedback> latest() {
    return List.copyOf(latest);
  }

  /// The dead letters that were not sent again, oldest first.
  public List<DeadLetter> deadLetters() {
    return List.copyOf(deadLetters.values());
  }

  /// The scores by application and model, in that order.
  public Map<Series, SeriesScores> scores() {
    return Collections.unmodifiableMap(scores);
  }

  /// What was preferred, by rubric and models, in that order.
  Map<Match, Preferences> preferences() {
    return pairs.preferences();
  }

  /// Something was said of a drift alert.
  ///
  /// @return whether that is new: it is raised or cleared, or it is about something else
  public boolean alerted(Alert alert) {
    Alert before = alerts.put(alert.getAlertId(), alert);
    return before == null
        || (before.getState() != alert.getState()
            && (before.getState() == AlertState.CLEARED || alert.getState() == AlertState.CLEARED));
  }

  /// The drift alerts in the order in which they were raised, each as it was last said.
  public List<Alert> alerts() {
    return List.copyOf(alerts.values());
  }

  /// Whether any score came from a stand-in.
  public boolean standIn() {
    return standIn;
  }

  @SuppressWarnings("NullAway") // null removes the entry, as Map.computeIfPresent says.
  private static Integer oneLess(int missing, int all) {
    int left = (missing == Integer.MAX_VALUE ? all : missing) - 1;
    return left == 0 ? null : left;
  }
}
