package io.gavel.judge.pool;

import io.gavel.judge.model.Question;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chooses the endpoint of a call among those with room.
///
/// In this order: another than the one that just failed the same request; one whose breaker waits
/// for a probe, so that it is found out whether it is back; the one that the question's prompt
/// prefix is likely to be cached at; the least loaded in relation to its limit.
///
/// Where a prefix is likely to be cached is decided by rendezvous hashing (Thaler and Ravishankar,
/// 1998) over the healthy endpoints: all workers agree on it without talking, and an endpoint that
/// goes or comes moves only the questions that were or will be its own.
final class Routing {
  private Routing() {}

  /// The endpoint to call; null where none has room.
  static @Nullable Endpoint choose(List<Endpoint> endpoints, Question question, Duration now) {
    Endpoint home = home(endpoints, question.affinity());
    Endpoint best = null;
    for (Endpoint endpoint : endpoints) {
      if (endpoint.hasRoom(now) && (best == null || compare(endpoint, best, home, question) < 0)) {
        best = endpoint;
      }
    }
    return best;
  }

  private static int compare(
      Endpoint one, Endpoint other, @Nullable Endpoint home, Question question) {
    int avoided = Boolean.compare(isAvoided(one, question), isAvoided(other, question));
    if (avoided != 0) {
      return avoided;
    }
    int probe = Boolean.compare(other.isProbed(), one.isProbed());
    if (probe != 0) {
      return probe;
    }
    int near = Boolean.compare(other == home, one == home);
    return near != 0 ? near : Double.compare(one.load(), other.load());
  }

  private static boolean isAvoided(Endpoint endpoint, Question question) {
    return endpoint.model().equals(question.effort().failedAt());
  }

  private static @Nullable Endpoint home(List<Endpoint> endpoints, @Nullable String affinity) {
    if (affinity == null) {
      return null;
    }
    Endpoint home = null;
    long highest = Long.MIN_VALUE;
    for (Endpoint endpoint : endpoints) {
      long score = mix(mix(affinity.hashCode()) ^ endpoint.name().hashCode());
      if (endpoint.isHealthy() && (home == null || score > highest)) {
        home = endpoint;
        highest = score;
      }
    }
    return home;
  }

  /// Spreads similar numbers over all; the finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
  private static long mix(long value) {
    long mixed = value + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /// When the first endpoint becomes free by time alone; null where none does. One that is free
  /// already has too many calls, whose end frees it.
  static @Nullable Duration freeBy(List<Endpoint> endpoints, Duration now) {
    Duration first = null;
    for (Endpoint endpoint : endpoints) {
      Duration free = endpoint.freeAt();
      if (free != null && free.compareTo(now) > 0 && (first == null || free.compareTo(first) < 0)) {
        first = free;
      }
    }
    return first;
  }
}
