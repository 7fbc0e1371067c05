package io.gavel.judge;

import io.gavel.config.JudgeConfig;
import io.gavel.config.JudgePoolConfig;
import io.gavel.config.JudgeProfile;
import io.gavel.deadletter.Reason;
import io.gavel.judge.budget.Part;
import io.gavel.judge.budget.PromptBudget;
import io.gavel.judge.kind.JudgeKind;
import io.gavel.judge.model.Backoff;
import io.gavel.judge.model.HttpEndpoint;
import io.gavel.judge.model.JudgeModel;
import io.gavel.judge.model.ModelCard;
import io.gavel.judge.model.MonotonicClock;
import io.gavel.judge.model.Pauses;
import io.gavel.judge.model.RetryingModel;
import io.gavel.judge.model.WaitingModel;
import io.gavel.judge.pool.EndpointPool;
import io.gavel.judge.pool.EndpointStatus;
import io.gavel.judge.pool.PooledModel;
import io.gavel.judge.pool.discovery.Discovery;
import io.gavel.judge.pool.discovery.NameResolver;
import io.gavel.judge.pool.limit.Bounds;
import io.gavel.judge.pool.limit.FixedLimit;
import io.gavel.judge.pool.limit.FollowingLimit;
import io.gavel.judge.pool.limit.Limit;
import io.gavel.judge.protocol.Protocol;
import io.gavel.metric.JudgeMeters;
import io.gavel.metric.PoolMeters;
import io.gavel.schema.JudgeRequest;
import io.gavel.trace.AskingTrace;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/// All judges of the settings: a request goes to the profile that its rubric names, or to the
/// default one.
public final class Judges implements Judge, AutoCloseable {
  private final Map<String, Judge> profiles = new HashMap<>();
  private final List<EndpointPool> pools = new ArrayList<>();
  private final List<Runnable> closing = new ArrayList<>();
  private final JudgeConfig config;

  private Judges(JudgeConfig config) {
    this.config = config;
  }

  /// The judges, on the system's clock.
  ///
  /// @param config the profiles
  /// @param registry where their meters are
  /// @throws io.gavel.config.InvalidConfigException when a setting cannot be used
  public static Judges of(JudgeConfig config, MeterRegistry registry) {
    return of(
        config,
        registry,
        InstantSource.system(),
        MonotonicClock.system(),
        Pauses.SLEEP,
        new Random(),
        NameResolver.JVM);
  }

  /// The judges.
  ///
  /// @param config the profiles
  /// @param registry where their meters are
  /// @param clock the time of day, for judgements
  /// @param monotonic the time for pauses and budgets
  /// @param pauses how to wait between calls
  /// @param jitter the source of chance in pauses; any thread draws from it
  /// @param resolver resolves the names of endpoints
  /// @throws io.gavel.config.InvalidConfigException when a setting cannot be used
  public static Judges of(
      JudgeConfig config,
      MeterRegistry registry,
      InstantSource clock,
      MonotonicClock monotonic,
      Pauses pauses,
      RandomGenerator jitter,
      NameResolver resolver) {
    Judges judges = new Judges(config);
    config
        .profiles()
        .forEach((name, profile) -> {
          JudgeKind kind = Kinds.of(name, profile);
          JudgeMeters meters = new JudgeMeters(registry, name);
          Backoff backoff = new Backoff(profile.backoff(), profile.maxBackoff(), jitter);
          // From the wire up: each endpoint suspected, metered and traced (see ProfileEndpoints),
          // then
          // all, pooled, waited for, retried, asked.
          EndpointPool pool =
              new EndpointPool(
                  name,
                  now -> limit(profile, now),
                  backoff,
                  monotonic,
                  new PoolMeters(registry, name));
          judges.pools.add(pool);
          JudgeModel waiting =
              new WaitingModel(
                  new PooledModel(pool), pool::isDown, name, backoff, monotonic, pauses, meters);
          JudgeModel retrying = new RetryingModel(waiting, backoff, pauses, meters);
          HttpClient client = HttpEndpoint.client(profile.callTimeout());
          judges.closing.add(client::shutdownNow);
          judges.profiles.put(
              name,
              new AskingJudge(
                  name,
                  profile,
                  new PromptBudget(
                      kind,
                      new ModelCard(client, name, profile, monotonic),
                      kind.writes() ? profile.maxTokens() : 0,
                      Part.of(profile.asking().shorten())),
                  new Sampler(name, profile, kind, retrying, meters),
                  new VerdictComposer(name, profile, kind.variant(), clock),
                  monotonic));
          judges.fill(pool, name, profile, kind.protocol(), client, meters, clock, resolver);
        });
    return judges;
  }

  @Override
  public Verdict assess(JudgeRequest request, AskingTrace trace) throws InterruptedException {
    String name = request.getRubric().getJudgeProfile().orElse(config.defaultProfile());
    Judge judge = profiles.get(name);
    if (judge == null) {
      return new Verdict.Unjudged(
          Reason.UNKNOWN_PROFILE,
          "rubric %s names judge profile '%s'; judge.profiles has %s"
              .formatted(
                  request.getRubric().getRubricId(),
                  name,
                  profiles.keySet().stream().sorted().toList()),
          0,
          null,
          false);
    }
    return judge.assess(request, trace);
  }

  /// How all endpoints are doing, by profile and in the order in which they joined.
  public List<EndpointStatus> endpoints() {
    return pools.stream().flatMap(pool -> pool.endpoints().stream()).toList();
  }

  /// Closes all connections; calls under way fail.
  @Override
  public void close() {
    closing.reversed().forEach(Runnable::run);
  }

  private void fill(
      EndpointPool pool,
      String name,
      JudgeProfile profile,
      Protocol protocol,
      HttpClient client,
      JudgeMeters meters,
      InstantSource clock,
      NameResolver resolver) {
    ProfileEndpoints endpoints =
        new ProfileEndpoints(name, profile, protocol, pool, client, meters, clock);
    closing.add(endpoints::close);
    closing.add(
        Discovery.start(
            name,
            profile.endpoints(),
            resolver,
            profile.pool().resolveInterval(),
            Pauses.SLEEP,
            endpoints));
  }

  private static Limit limit(JudgeProfile profile, Duration now) {
    int most = profile.concurrency();
    JudgePoolConfig pool = profile.pool();
    return switch (pool.limit()) {
      case "following" -> {
        int initial = Math.min(pool.initialLimit(), most);
        yield new FollowingLimit(
            new Bounds(initial, Math.min(pool.minimumLimit(), initial), most), now);
      }
      case "fixed" -> new FixedLimit(most);
      default -> throw new IllegalArgumentException("no limit is named " + pool.limit());
    };
  }
}
