package io.gavel.monitor.alertmanager;

import io.gavel.health.Health;
import io.gavel.metric.AlertmanagerMeters;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One turn after the other: takes what has come into the book, and tells each Alertmanager what it
/// does not know of it. Nothing is told before the topic was read once, and nothing is lost by an
/// Alertmanager that is down: what is open is told when it is back. For one thread.
final class AlertmanagerLoop {
  /// How many alerts are known at once at most; the labels of further ones are left out.
  static final int MOST_ALERTS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerLoop.class);

  /// Of one post, at most: a few hundred kilobytes.
  private static final int MOST_POSTED = 200;

  private final AlertBook book;
  private final List<Target> targets;
  private final Duration openFor;
  private final String dashboardUrl;
  private final AlertmanagerMeters meters;
  private final InstantSource clock;
  private boolean isFull;

  /// One Alertmanager.
  ///
  /// @param url for messages and meters
  /// @param client posts to it
  /// @param delivery what it was told
  record Target(URI url, AlertmanagerClient client, Delivery delivery) {}

  /// @param book what is known
  /// @param targets whom to tell
  /// @param openFor how long an open alert stays open that is not told again
  /// @param dashboardUrl a link for people; may be empty
  /// @param meters count what is told
  /// @param clock tells the time of day
  AlertmanagerLoop(
      AlertBook book,
      List<Target> targets,
      Duration openFor,
      String dashboardUrl,
      AlertmanagerMeters meters,
      InstantSource clock) {
    this.book = book;
    this.targets = List.copyOf(targets);
    this.openFor = openFor;
    this.dashboardUrl = dashboardUrl;
    this.meters = meters;
    this.clock = clock;
  }

  /// Takes what has come.
  void hear(List<AlertSource.Heard> heard) {
    for (AlertSource.Heard it : heard) {
      if (!book.hear(it.alert(), it.at())) {
        meters.leftOut();
        if (!isFull) {
          LOG.warn("alerts_left_out known={}", MOST_ALERTS);
        }
        isFull = true;
      }
    }
    meters.open(book.open());
  }

  /// Tells each Alertmanager what it is to know by now.
  ///
  /// @return how it stands: working, with a word on whoever cannot be told
  /// @throws InterruptedException when the thread is interrupted
  Health tell() throws InterruptedException {
    for (Target target : targets) {
      tell(target);
    }
    Instant now = clock.instant();
    book.forgetCleared(
        labels -> targets.stream().allMatch(it -> it.delivery.isOver(labels, known(labels), now)));
    targets.forEach(it -> it.delivery.forget(book));
    String failing =
        targets.stream()
            .filter(it -> it.delivery.isFailing())
            .map(it -> it.url.toString())
            .collect(Collectors.joining(", "));
    return failing.isEmpty()
        ? Health.RUNNING
        : new Health(Health.State.RUNNING, "Alertmanager cannot be told: " + failing);
  }

  private KnownAlert known(Map<String, String> labels) {
    KnownAlert known = book.known().get(labels);
    if (known == null) {
      throw new IllegalStateException("an alert that is not in the book");
    }
    return known;
  }

  private void tell(Target target) throws InterruptedException {
    List<Map.Entry<Map<String, String>, KnownAlert>> due =
        new ArrayList<>(target.delivery.due(book, clock.instant()).entrySet());
    for (int from = 0; from < due.size(); from += MOST_POSTED) {
      Map<Map<String, String>, KnownAlert> some = new LinkedHashMap<>();
      due.subList(from, Math.min(due.size(), from + MOST_POSTED))
          .forEach(it -> some.put(it.getKey(), it.getValue()));
      if (!post(target, some)) {
        return;
      }
    }
  }

  private boolean post(Target target, Map<Map<String, String>, KnownAlert> some)
      throws InterruptedException {
    Instant now = clock.instant();
    Posting posting =
        target.client.post(
            some.entrySet().stream()
                .map(it ->
                    PostedAlert.of(
                        it.getKey(), it.getValue(), now, now.plus(openFor), dashboardUrl))
                .toList());
    String url = target.url.toString();
    return switch (posting) {
      case Posting.Accepted _ -> {
        if (target.delivery.isFailing()) {
          LOG.info("alertmanager_back url={}", url);
        }
        target.delivery.accepted(some, now);
        meters.told(url, AlertmanagerMeters.ACCEPTED, some.size());
        yield true;
      }
      case Posting.Refused(int status, String detail) -> {
        failed(target, "HTTP " + status + (detail.isEmpty() ? "" : " (" + detail + ")"));
        meters.told(url, AlertmanagerMeters.REFUSED, some.size());
        yield false;
      }
      case Posting.Unreachable(String detail) -> {
        failed(target, detail);
        meters.told(url, AlertmanagerMeters.UNREACHABLE, some.size());
        yield false;
      }
    };
  }

  private void failed(Target target, String detail) {
    if (target.delivery.failed(clock.instant())) {
      LOG.warn("alertmanager_failed url={} detail=\"{}\"", target.url, detail);
    }
  }
}
