package io.gavel.judge;

import io.gavel.config.JudgeProfile;
import io.gavel.judge.model.HttpEndpoint;
import io.gavel.judge.model.JudgeModel;
import io.gavel.judge.model.MeteredModel;
import io.gavel.judge.model.Pauses;
import io.gavel.judge.model.SuspectingModel;
import io.gavel.judge.model.TracedModel;
import io.gavel.judge.pool.EndpointPool;
import io.gavel.judge.pool.discovery.Discovery;
import io.gavel.judge.pool.queue.QueueProbe;
import io.gavel.judge.pool.queue.QueueWatch;
import io.gavel.judge.protocol.Protocol;
import io.gavel.metric.JudgeMeters;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one profile's pool filled with the endpoints that there are, each suspected, metered and
/// traced, and looks at their queues.
final class ProfileEndpoints implements Discovery.Members, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileEndpoints.class);

  private final String name;
  private final JudgeProfile profile;
  private final Protocol protocol;
  private final EndpointPool pool;
  private final HttpClient client;
  private final JudgeMeters meters;
  private final InstantSource clock;
  private final Map<String, QueueWatch> watches = new ConcurrentHashMap<>();

  /// @param name the profile's name
  /// @param profile its settings
  /// @param protocol how its servers are spoken to
  /// @param pool its pool
  /// @param client for all its endpoints
  /// @param meters counts the calls
  /// @param clock the time of day
  ProfileEndpoints(
      String name,
      JudgeProfile profile,
      Protocol protocol,
      EndpointPool pool,
      HttpClient client,
      JudgeMeters meters,
      InstantSource clock) {
    this.name = name;
    this.profile = profile;
    this.protocol = protocol;
    this.pool = pool;
    this.client = client;
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public void joined(URI base) {
    String endpoint = HttpEndpoint.name(base);
    JudgeModel model =
        new TracedModel(
            new MeteredModel(
                new SuspectingModel(new HttpEndpoint(client, base, name, profile, protocol, clock)),
                endpoint,
                meters),
            base,
            profile);
    pool.add(endpoint, model);
    if (follows()) {
      watches.put(
          endpoint,
          QueueWatch.start(
              new QueueProbe(client, base),
              profile.pool().queueInterval(),
              Pauses.SLEEP,
              queue -> pool.observed(endpoint, queue)));
    }
    LOG.info("judge_endpoint_joined profile={} endpoint={}", name, endpoint);
  }

  @Override
  public void left(URI base) {
    String endpoint = HttpEndpoint.name(base);
    pool.remove(endpoint);
    meters.gone(endpoint);
    QueueWatch watch = watches.remove(endpoint);
    if (watch != null) {
      watch.close();
    }
    LOG.info("judge_endpoint_left profile={} endpoint={}", name, endpoint);
  }

  /// Looks at no queue any more.
  @Override
  public void close() {
    watches.values().forEach(QueueWatch::close);
  }

  private boolean follows() {
    return profile.pool().limit().equals("following")
        && profile.pool().queueInterval().isPositive();
  }
}
