package io.gavel.cli.demo;

import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
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
  private final Set<String> outcomes = new HashSet<>();
  private final Deque<Feedback> latest = new ArrayDeque<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final Map<Series, SeriesScores> scores = new TreeMap<>();
  private long generations;
  private long feedback;
  private long deadRequests;
  private long deadGenerations;
  private long duplicates;
  private boolean standIn;

  /// The numbers of one moment.
  ///
  /// @param generations how many generations were sent
  /// @param unsettled how many of them have neither all their judge requests nor a dead letter
  /// @param judgeRequests how many judge requests they became
  /// @param feedback how many of those were judged
  /// @param deadLetters how many of those could not be judged
  /// @param deadGenerations dead letters of generations that never became a judge request
  /// @param duplicates outcomes beyond the first of the same judge request; 0 if Gavel does what it
  ///   promises
  public record Counts(
      long generations,
      long unsettled,
      long judgeRequests,
      long feedback,
      long deadLetters,
      long deadGenerations,
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
  public void sent(String generationId) {
    generations++;
    unsettled.put(generationId, Integer.MAX_VALUE);
  }

  /// A judge request was made.
  public void requested(JudgeRequest request) {
    if (requests.add(request.getRequestId())) {
      unsettled.computeIfPresent(
          request.getGeneration().getGenerationId(),
          (id, missing) -> oneLess(missing, request.getRequestsOfGeneration()));
    }
  }

  /// A judge request was judged.
  public void judged(Feedback judged) {
    if (!outcomes.add(judged.getRequestId())) {
      duplicates++;
      return;
    }
    feedback++;
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

  /// Something could not be judged.
  public void died(DeadLetter letter) {
    letter
        .getRequestId()
        .ifPresentOrElse(
            id -> {
              if (!outcomes.add(id)) {
                duplicates++;
              } else {
                deadRequests++;
                deadLetters.add(letter);
              }
            },
            () -> {
              deadGenerations++;
              deadLetters.add(letter);
              letter.getGenerationId().ifPresent(unsettled::remove);
            });
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
        duplicates);
  }

  /// The latest feedback, newest first.
  public List<Feedback> latest() {
    return List.copyOf(latest);
  }

  /// The dead letters, oldest first.
  public List<DeadLetter> deadLetters() {
    return Collections.unmodifiableList(deadLetters);
  }

  /// The scores by application and model, in that order.
  public Map<Series, SeriesScores> scores() {
    return Collections.unmodifiableMap(scores);
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
