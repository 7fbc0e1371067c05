package io.gavel.judge.model;

import io.gavel.metric.JudgeMeters;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits, for as long as it takes, for a judge that cannot be reached or that refuses the key or
/// the model: neither is the request's fault, so neither uses up its effort or makes a dead letter.
/// One log line says what is wrong, when it begins and then once a minute.
public final class WaitingModel implements JudgeModel {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingModel.class);
  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  private final JudgeModel next;
  private final BooleanSupplier down;
  private final String profile;
  private final Backoff backoff;
  private final MonotonicClock clock;
  private final Pauses pauses;
  private final JudgeMeters meters;
  private final Map<String, Duration> nextLog = new HashMap<>();
  private boolean out;

  /// @param next what is asked
  /// @param down whether no endpoint has answered since it failed
  /// @param profile the judge profile's name, for the log
  /// @param backoff the pauses
  /// @param clock the time
  /// @param pauses how to wait
  /// @param meters shows how many requests wait, and why
  public WaitingModel(
      JudgeModel next,
      BooleanSupplier down,
      String profile,
      Backoff backoff,
      MonotonicClock clock,
      Pauses pauses,
      JudgeMeters meters) {
    this.next = next;
    this.down = down;
    this.profile = profile;
    this.backoff = backoff;
    this.clock = clock;
    this.pauses = pauses;
    this.meters = meters;
  }

  /// The first reply that came from a judge; never [Reply.Unavailable].
  @Override
  public Reply ask(Question question) throws InterruptedException {
    Duration started = question.effort().now();
    Reply reply = next.ask(question);
    for (int retry = 0; reply instanceof Reply.Unavailable unavailable; retry++) {
      began(unavailable);
      try (JudgeMeters.Waiting _ = meters.waiting(cause(unavailable))) {
        pauses.pause(backoff.pause(retry));
        excuse(unavailable, question.effort(), started);
        started = question.effort().now();
        reply = next.ask(question);
      }
    }
    over();
    return reply;
  }

  private static void excuse(Reply.Unavailable unavailable, Effort effort, Duration since) {
    if (unavailable instanceof Reply.Misconfigured(_, Reply.Suspect suspect)
        && suspect == Reply.Suspect.REQUEST) {
      return;
    }
    effort.excuseCall();
    effort.excuseTime(since);
  }

  private synchronized void began(Reply.Unavailable unavailable) {
    out = out || down.getAsBoolean();
    Duration now = clock.elapsed();
    if (now.compareTo(nextLog.getOrDefault(cause(unavailable), now)) < 0) {
      return;
    }
    nextLog.put(cause(unavailable), now.plus(LOG_INTERVAL));
    switch (unavailable) {
      case Reply.Unreachable unreachable ->
          LOG.warn(
              "judge_unreachable profile={} detail=\"{}\" effect=\"requests wait, none is lost\"",
              profile,
              unreachable.detail());
      case Reply.Misconfigured misconfigured ->
          LOG.error(
              "judge_misconfigured profile={} detail=\"{}\" effect=\"requests wait, none is lost\"",
              profile,
              misconfigured.detail());
    }
  }

  private synchronized void over() {
    if (out && !down.getAsBoolean()) {
      out = false;
      LOG.info("judge_available profile={}", profile);
    }
  }

  private static String cause(Reply.Unavailable unavailable) {
    return switch (unavailable) {
      case Reply.Unreachable _ -> "unreachable";
      case Reply.Misconfigured _ -> "misconfigured";
    };
  }
}
