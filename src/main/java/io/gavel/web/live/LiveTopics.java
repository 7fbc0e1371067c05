package io.gavel.web.live;

import io.gavel.config.GavelConfig;
import io.gavel.health.Health;
import io.gavel.schema.Alert;
import io.gavel.schema.Feedback;
import io.gavel.serde.Decoded;
import io.gavel.serde.RecordSerdes;
import io.gavel.topic.RequestPosition;
import io.gavel.topic.Topic;
import io.gavel.web.api.feedback.FeedbackSource;
import io.gavel.web.api.series.AlertSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

/// The newest alerts and feedback, kept up to date from their topics, and told when they change.
/// For any thread.
public final class LiveTopics implements FeedbackSource, AutoCloseable {
  private static final int FEEDBACK_HELD = 1_000;
  private static final long FEEDBACK_BYTES = 32L << 20;
  private static final int ALERTS_HELD = 500;

  private final FeedbackBook feedback = new FeedbackBook(FEEDBACK_HELD, FEEDBACK_BYTES);
  private final AlertBook alerts = new AlertBook(ALERTS_HELD);
  private final Deserializer<Feedback> feedbackReader;
  private final Deserializer<Alert> alertReader;
  private final RequestReader requests;
  private final Follower follower;

  /// Told what changes, on one thread.
  public interface Listener {
    /// A score window is published.
    void seriesChanged();

    /// An alert has a new state.
    void alertsChanged();

    /// There is new feedback.
    void feedbackChanged();
  }

  /// @param config the cluster, the registry and the topics
  /// @param listener told what changes
  public LiveTopics(GavelConfig config, Listener listener) {
    RecordSerdes serdes = new RecordSerdes(config.registry());
    String prefix = config.topics().prefix();
    String clientId = "gavel-web-" + config.workerId();
    feedbackReader = serdes.deserializer(Feedback.class);
    alertReader = serdes.deserializer(Alert.class);
    requests =
        new RequestReader(
            config.kafka(), clientId + "-request", Topic.JUDGE_REQUESTS.name(prefix), serdes);
    follower =
        new Follower(
            config.kafka(),
            clientId,
            List.of(
                new OneTopic(
                    Topic.FEEDBACK.name(prefix),
                    FEEDBACK_HELD,
                    record -> takeFeedback(record, listener)),
                new OneTopic(
                    Topic.ALERTS.name(prefix),
                    Long.MAX_VALUE,
                    record -> takeAlert(record, listener)),
                new OneTopic(Topic.SCORE_WINDOWS.name(prefix), 1, _ -> listener.seriesChanged())));
  }

  /// Starts to follow; returns at once.
  public void start() {
    follower.start();
  }

  private interface Taking {
    void take(ConsumerRecord<byte[], byte[]> record);
  }

  private record OneTopic(String topic, long enough, Taking taking) implements Followed {
    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
      taking.take(record);
    }
  }

  private void takeFeedback(ConsumerRecord<byte[], byte[]> record, Listener listener) {
    if (RecordSerdes.decode(feedbackReader, record) instanceof Decoded.Intact<Feedback> intact) {
      feedback.add(
          new FeedbackBook.Entry(
              intact.value(),
              RequestPosition.of(record.headers()).orElse(null),
              record.value().length));
      listener.feedbackChanged();
    }
  }

  private void takeAlert(ConsumerRecord<byte[], byte[]> record, Listener listener) {
    if (RecordSerdes.decode(alertReader, record) instanceof Decoded.Intact<Alert> intact) {
      byte[] key = record.key();
      alerts.add(
          new AlertSource.Told(
              intact.value(),
              key == null ? "" : new String(key, StandardCharsets.UTF_8),
              Instant.ofEpochMilli(Math.max(0, record.timestamp()))));
      listener.alertsChanged();
    }
  }

  /// Knows the alerts.
  public AlertSource alerts() {
    return alerts;
  }

  /// How it stands now.
  public Health health() {
    return follower.health();
  }

  @Override
  public List<Feedback> newest(Predicate<Feedback> wanted, int limit) {
    return feedback.newest(wanted, limit);
  }

  @Override
  public Optional<Whole> find(String requestId) {
    return feedback
        .find(requestId)
        .map(entry ->
            new Whole(
                entry.feedback(),
                Optional.ofNullable(entry.position())
                    .flatMap(position -> requests.read(position, requestId))));
  }

  @Override
  public void close() {
    follower.close();
    Utils.closeQuietly(feedbackReader, "feedback");
    Utils.closeQuietly(alertReader, "alerts");
  }
}
