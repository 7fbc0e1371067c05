package io.gavel.judge.pool;

import io.gavel.schema.Priority;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// Who waits, by priority: within a class in order of arrival, between classes by shares of 16 for
/// reward, 4 for monitoring and 1 for backfill, of those that have somebody waiting. So the more
/// urgent go first, and none starves. Every operation takes the same time however many wait.
///
/// Stride scheduling (Waldspurger and Weihl, 1995): a class that was served may be served again 16
/// / share later on a clock that only serving moves; the earliest is next, the more urgent one of
/// equals. A class that begins to wait starts at the present, so that it saves up nothing.
///
/// @param <T> who waits; compared by identity or equality as it defines it
final class WaitingLine<T> {
  private static final class Lane<T> {
    final SequencedSet<T> waiting = new LinkedHashSet<>();
    final long stride;
    long turn;

    Lane(long stride) {
      this.stride = stride;
    }
  }

  private final Map<Priority, Lane<T>> lanes = new EnumMap<>(Priority.class);
  private long clock;

  WaitingLine() {
    for (Priority priority : Priority.values()) {
      lanes.put(priority, new Lane<>(stride(priority)));
    }
  }

  void add(Priority priority, T one) {
    Lane<T> lane = lane(priority);
    if (lane.waiting.isEmpty()) {
      lane.turn = Math.max(lane.turn, clock + lane.stride);
    }
    lane.waiting.add(one);
  }

  /// Who is next; null where nobody waits.
  @Nullable T peek() {
    Lane<T> next = next();
    return next == null ? null : next.waiting.getFirst();
  }

  /// Serves who is next.
  void serve() {
    Lane<T> next = next();
    if (next != null) {
      next.waiting.removeFirst();
      clock = next.turn;
      next.turn += next.stride;
    }
  }

  /// Somebody waits no longer.
  void remove(Priority priority, T one) {
    lane(priority).waiting.remove(one);
  }

  /// How many of a class wait.
  int size(Priority priority) {
    return lane(priority).waiting.size();
  }

  /// Who of a class has waited longest; null where nobody waits.
  @Nullable T oldest(Priority priority) {
    Lane<T> lane = lane(priority);
    return lane.waiting.isEmpty() ? null : lane.waiting.getFirst();
  }

  private @Nullable Lane<T> next() {
    Lane<T> next = null;
    for (Lane<T> lane : lanes.values()) {
      if (!lane.waiting.isEmpty() && (next == null || lane.turn < next.turn)) {
        next = lane;
      }
    }
    return next;
  }

  private Lane<T> lane(Priority priority) {
    Lane<T> lane = lanes.get(priority);
    if (lane == null) {
      throw new IllegalArgumentException("no lane for " + priority);
    }
    return lane;
  }

  private static long stride(Priority priority) {
    return switch (priority) {
      case REWARD -> 1;
      case MONITORING -> 4;
      case BACKFILL -> 16;
    };
  }
}
