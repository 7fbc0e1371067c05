package io.gavel.metric;

import io.gavel.metric.MeterDefinition.ForCounter;
import io.gavel.metric.MeterDefinition.ForGauge;
import io.gavel.metric.MeterDefinition.ForTimer;
import java.util.ArrayList;
import java.util.List;

/// Every meter of Gavel, once. Nothing else builds meters (a test sees to it), so what is not here
/// is not counted, and a name has the same tags wherever it is used, as Prometheus demands.
///
/// `docs/reference/metrics.md` is made from it; a test compares them and writes the new one.
public final class Catalogue {
  private static final List<MeterDefinition> ALL = new ArrayList<>();
  private static final String SECONDS = "seconds";

  // From generation to judge request: FunnelMeters.

  public static final ForCounter GENERATIONS =
      counter(
          "gavel.generations",
          "Generations by what became of them; each is counted once",
          "outcome");
  public static final ForCounter GENERATIONS_RETRIED =
      counter(
          "gavel.generations.retried",
          "Generations that were sent again, by what became of them then",
          "outcome");
  public static final ForGauge GENERATIONS_WAITING =
      gauge(
          "gavel.generations.waiting",
          "Generations that wait for a rubric or a reference answer, in this worker");
  public static final ForCounter CANDIDATES =
      counter(
          "gavel.candidates",
          "Generations to be compared by a relative rubric, by what became of them: paired,"
              + " duplicate, or a dead letter's reason",
          "outcome");
  public static final ForGauge CANDIDATES_WAITING =
      gauge(
          "gavel.candidates.waiting",
          "Generations that wait for the others of their candidate group, in this worker");
  public static final ForCounter DEFINITIONS_SKIPPED =
      counter(
          "gavel.definitions.skipped",
          "Policies, rubrics and references that cannot be used, and so are treated as absent",
          "topic");
  public static final ForCounter JUDGE_REQUESTS =
      counter("gavel.judge.requests", "Judge requests made from generations");
  public static final ForCounter DEAD_LETTERS =
      counter("gavel.dead.letters", "Dead letters by where and why", "stage", "reason");

  // From judge request to outcome: EngineMeters.

  public static final ForGauge ENGINE_IN_FLIGHT =
      gauge(
          "gavel.engine.in.flight",
          "Judge requests that are with the judges, or wait for one, now");
  public static final ForGauge ENGINE_HELD =
      gauge("gavel.engine.held", "Requests received and not yet published");
  public static final ForGauge ENGINE_FINISHED =
      gauge("gavel.engine.finished", "Requests finished and not yet published");
  public static final ForGauge ENGINE_QUEUE_AGE =
      seconds(
          "gavel.engine.queue.age",
          "Age of the oldest request received and not yet published, by its record's timestamp");
  public static final ForGauge ENGINE_MAP_LENGTH =
      gauge(
          "gavel.engine.map.length",
          "Length of the longest completed map beside an offset, in characters");
  public static final ForGauge ENGINE_WATERMARK_LAG =
      gauge(
          "gavel.engine.watermark.lag",
          "Offsets that the furthest watermark is behind what was received");
  public static final ForGauge ENGINE_PARTITIONS_PAUSED =
      gauge(
          "gavel.engine.partitions.paused",
          "Partitions that are not read now, as there is enough to do");
  public static final ForCounter ENGINE_OUTCOMES =
      counter(
          "gavel.engine.outcomes",
          "Outcomes published: feedback, or dead letters under their reason",
          "outcome");
  public static final ForTimer ENGINE_TRANSACTION =
      timer(
          "gavel.engine.transaction", "Time of one committed transaction that publishes outcomes");
  public static final ForCounter ENGINE_TRANSACTIONS_ABORTED =
      counter(
          "gavel.engine.transactions.aborted",
          "Transactions that were not committed; their outcomes were published later");
  public static final ForGauge ENGINE_TRANSACTION_AGE =
      seconds(
          "gavel.engine.transaction.age",
          "How long the transaction under way takes already; 0 where there is none");
  public static final ForCounter ENGINE_REBALANCES =
      counter(
          "gavel.engine.rebalances", "Partitions came or went: assigned, revoked, lost", "event");
  public static final ForCounter ENGINE_DUPLICATES_PREVENTED =
      counter(
          "gavel.engine.duplicates.prevented",
          "Outcomes not published a second time: assignment_over, completed_map, already_published",
          "cause");

  // The calls of the judges: JudgeMeters.

  public static final ForTimer JUDGE_CALLS =
      timer(
          "gavel.judge.calls",
          "Calls by outcome, and their time",
          "profile",
          "endpoint",
          "outcome");
  public static final ForGauge JUDGE_IN_FLIGHT =
      gauge("gavel.judge.in.flight", "Calls that are under way now", "profile", "endpoint");
  public static final ForCounter JUDGE_TOKENS =
      counter(
          "gavel.judge.tokens",
          "Tokens as the servers count them: prompt, completion",
          "profile",
          "endpoint",
          "direction");
  public static final ForCounter JUDGE_RETRIES =
      counter("gavel.judge.retries", "Calls repeated, by cause", "profile", "cause");
  public static final ForCounter JUDGE_ANSWERS =
      counter(
          "gavel.judge.answers",
          "Answers by what was read in them: score, preference, unreadable, cut_off",
          "profile",
          "reading");
  public static final ForGauge JUDGE_WAITING =
      gauge(
          "gavel.judge.waiting",
          "Requests that wait for a judge that cannot be asked: unreachable, misconfigured",
          "profile",
          "cause");

  // The pool of a judge profile: PoolMeters.

  public static final ForGauge JUDGE_LIMIT =
      gauge(
          "gavel.judge.limit",
          "Calls that an endpoint may have under way, as it follows the server",
          "profile",
          "endpoint");
  public static final ForGauge JUDGE_BREAKER =
      gauge(
          "gavel.judge.breaker",
          "An endpoint's circuit breaker: 0 closed, 1 half open (asked one at a time), 2 open",
          "profile",
          "endpoint");
  public static final ForCounter JUDGE_BREAKER_TRANSITIONS =
      counter(
          "gavel.judge.breaker.transitions",
          "Changes of an endpoint's circuit breaker, by the state it went to",
          "profile",
          "endpoint",
          "to");
  public static final ForCounter JUDGE_PERMITS =
      counter(
          "gavel.judge.permits",
          "Permits for a call, by how they were granted: at_once, waited",
          "profile",
          "granted");
  public static final ForGauge JUDGE_PERMIT_WAITERS =
      gauge(
          "gavel.judge.permit.waiters",
          "Requests that wait for a permit to call a judge",
          "profile",
          "priority");
  public static final ForGauge JUDGE_PERMIT_QUEUE_AGE =
      seconds(
          "gavel.judge.permit.queue.age",
          "How long the oldest request has waited for a permit; 0 where none waits",
          "profile");

  // From verdict to preference and ranking: RewardMeters.

  public static final ForCounter PAIRS =
      counter(
          "gavel.pairs",
          "Pairs by what both orders of asking gave: preferred, tie, orders_disagreed, or given_up",
          "outcome");
  public static final ForCounter PAIRS_SCORED =
      counter(
          "gavel.pairs.scored",
          "Pairs whose generations have absolute scores too, by whether these prefer the same one:"
              + " agreed, disagreed",
          "scores");
  public static final ForGauge PAIR_ORDERS_WAITING =
      gauge(
          "gavel.pair.orders.waiting",
          "Orders of pairs that wait for a verdict or for their swapped order, in this worker");
  public static final ForCounter RANKINGS =
      counter(
          "gavel.rankings",
          "Rankings of candidate groups by the pairs in them: complete, partial",
          "pairs");
  public static final ForCounter REWARDS =
      counter(
          "gavel.rewards",
          "Generations by the reward they got: complete, dead_letter (without what became one),"
              + " incomplete (without what did not come in time), or unscored (none)",
          "outcome");
  public static final ForGauge REWARDS_WAITING =
      gauge(
          "gavel.rewards.waiting",
          "Generations that wait for the rest of their outcomes, in this worker");
  public static final ForCounter REWARD_SKIPPED =
      counter(
          "gavel.reward.skipped",
          "Records that the reward role passed over: unreadable, late, duplicate",
          "reason");

  // From outcome to window: MonitorMeters.

  public static final ForCounter MONITOR_OBSERVED =
      counter(
          "gavel.monitor.observed",
          "Outcomes that are in a score window: score, comparison, dead_letter, or overflow where"
              + " their series has no place; and judge, what they tell of their judge beside",
          "kind");
  public static final ForCounter MONITOR_SKIPPED =
      counter(
          "gavel.monitor.skipped",
          "Outcomes that the monitor role passed over: unreadable, invalid, late, ahead",
          "reason");
  public static final ForGauge MONITOR_SERIES =
      gauge("gavel.monitor.series", "Series of scores that this worker keeps windows of");
  public static final ForCounter MONITOR_WINDOWS =
      counter("gavel.monitor.windows", "Score windows published, each time they changed", "window");
  public static final ForCounter ALERTS =
      counter(
          "gavel.alerts",
          "Drift alerts by what was said, raised, updated or cleared, and what had moved",
          "state",
          "moved");
  public static final ForGauge DRIFT_SERIES =
      gauge(
          "gavel.drift.series",
          "Series of this worker by where they stand: gathering (not enough evidence), steady,"
              + " alert (one is open)",
          "standing");
  public static final ForGauge DRIFT_WAITING =
      gauge(
          "gavel.drift.waiting",
          "Score windows that have changed and wait to be looked at for drift, in this worker");
  public static final ForCounter DRIFT_AFTERWARDS =
      counter(
          "gavel.drift.afterwards",
          "Score windows published again after they were looked for drift in: monitor.drift.settle"
              + " is shorter than judges take");
  public static final ForGauge SCORE_MEAN =
      ofWindow("gavel.score.mean", "Weighted mean score of a series' newest window");
  public static final ForGauge SCORE_STANDARD_ERROR =
      ofWindow("gavel.score.standard.error", "Standard error of that mean");
  public static final ForGauge SCORE_COUNT =
      ofWindow("gavel.score.count", "Feedbacks with a score in a series' newest window");
  public static final ForGauge SCORE_DEAD_LETTER_SHARE =
      ofWindow(
          "gavel.score.dead.letter.share",
          "Share of outcomes without a score in a series' newest window, 0 to 1");
  public static final ForGauge SCORE_WINDOW_END =
      defined(
          new ForGauge(
              "gavel.score.window.end",
              SECONDS,
              "When a series' newest window ends, in seconds since 1970",
              List.of("application", "model", "rubric", "tags", "window")));

  // From trainer to reward and back: TrainerMeters.

  public static final ForTimer TRAINER_REQUESTS =
      timer(
          "gavel.trainer.requests",
          "Trainers' requests for rewards by outcome, and their time: rewarded, not_now (503), never"
              + " (422), refused (400, 413)",
          "outcome");
  public static final ForCounter TRAINER_SAMPLES =
      counter(
          "gavel.trainer.samples",
          "Samples that trainers asked rewards for: published, or known from an earlier request",
          "how");
  public static final ForGauge TRAINER_SAMPLES_WAITING =
      gauge(
          "gavel.trainer.samples.waiting",
          "Trainers' samples that wait for their reward, in this worker");

  // From alert to Alertmanager: AlertmanagerMeters.

  public static final ForGauge ALERTMANAGER_OPEN =
      gauge(
          "gavel.alertmanager.open",
          "Open drift alerts that this worker knows of; counted only where Alertmanager is set");
  public static final ForCounter ALERTMANAGER_ALERTS =
      counter(
          "gavel.alertmanager.alerts",
          "Alerts posted to an Alertmanager, each time, by what it said: accepted, refused,"
              + " unreachable",
          "url",
          "outcome");
  public static final ForCounter ALERTMANAGER_LEFT_OUT =
      counter(
          "gavel.alertmanager.left.out",
          "Alerts that are posted nowhere, as too many others are known");

  // What is told to a collector of traces: TraceMeters.

  public static final ForCounter TRACE_EXPORTS =
      counter(
          "gavel.trace.exports",
          "Spans and events by what became of them: exported, failed, or dropped as too many waited;"
              + " counted only where tracing is on",
          "kind",
          "outcome");

  private Catalogue() {}

  /// Every meter, in the order of an event's way.
  public static List<MeterDefinition> all() {
    return List.copyOf(ALL);
  }

  private static ForCounter counter(String name, String description, String... tags) {
    return defined(new ForCounter(name, "", description, List.of(tags)));
  }

  private static ForGauge gauge(String name, String description, String... tags) {
    return defined(new ForGauge(name, "", description, List.of(tags)));
  }

  private static ForGauge ofWindow(String name, String description) {
    return gauge(name, description, "application", "model", "rubric", "tags", "window");
  }

  private static ForGauge seconds(String name, String description, String... tags) {
    return defined(new ForGauge(name, SECONDS, description, List.of(tags)));
  }

  private static ForTimer timer(String name, String description, String... tags) {
    return defined(new ForTimer(name, SECONDS, description, List.of(tags)));
  }

  private static <T extends MeterDefinition> T defined(T meter) {
    ALL.add(meter);
    return meter;
  }
}
