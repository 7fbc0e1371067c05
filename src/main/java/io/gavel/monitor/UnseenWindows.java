package io.gavel.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Which windows of one series wait to be looked at for drift. A window is closed when
///
/// - a window of the series has begun that begins `settle` after its end, or nothing has come of
///   the series for `settle` and its end is as long ago, and
/// - it has not changed for `settle` of wall-clock time.
///
/// The second is for what comes faster than it was made, such as a backlog after an outage: there
/// event time alone would close windows before slow judgements are in, and those are of other
/// responses than quick ones. For one thread.
final class UnseenWindows {
  private final Duration size;
  private final Duration settle;
  private final Instant opened;
  private final NavigableMap<Instant, Instant> changed = new TreeMap<>();
  private Instant newest;
  private Instant seen;
  private Instant arrived;

  /// @param size how long windows are
  /// @param settle how long what comes late is waited for
  /// @param newest start of the series' newest window
  /// @param seen start of the last window that was looked at; [Instant#MIN] before the first
  /// @param attended wall-clock without the time in which nothing was read
  UnseenWindows(Duration size, Duration settle, Instant newest, Instant seen, Instant attended) {
    this.size = size;
    this.settle = settle;
    this.newest = newest;
    this.seen = seen;
    opened = attended;
    arrived = attended;
    // Others may wait as well, of which only the store knows; they come with it, or before.
    if (newest.isAfter(seen)) {
      changed.put(newest, attended);
    }
  }

  /// A window has changed.
  ///
  /// @param attended wall-clock without the time in which nothing was read
  /// @return false where it was looked at already
  boolean changed(Instant start, Instant attended) {
    arrived = attended;
    if (!start.isAfter(seen)) {
      return false;
    }
    changed.put(start, attended);
    newest = start.isAfter(newest) ? start : newest;
    return true;
  }

  /// Windows up to this one have been looked at.
  void seen(Instant start) {
    seen = start;
    changed.headMap(start, true).clear();
  }

  /// How many wait, as far as it is known.
  int count() {
    return changed.size();
  }

  /// Where to begin looking.
  ///
  /// @param retention how long windows are kept
  Instant first(Duration retention) {
    return seen.equals(Instant.MIN) ? newest.minus(retention) : seen.plusMillis(1);
  }

  /// Where to stop looking: the last start of a window that may be closed.
  ///
  /// @param now wall-clock
  /// @param attended wall-clock without the time in which nothing was read
  Instant lastThatMayBeClosed(Instant now, Instant attended) {
    Instant byOwnTime = newest.minus(settle).minus(size);
    Instant byClock = now.minus(settle).minus(size);
    return byClock.isAfter(byOwnTime) && isSettled(arrived, attended) ? byClock : byOwnTime;
  }

  /// Whether a window has not changed for long enough.
  boolean isQuiet(Instant start, Instant attended) {
    return isSettled(changed.getOrDefault(start, opened), attended);
  }

  private boolean isSettled(Instant since, Instant now) {
    return !now.isBefore(since.plus(settle));
  }
}
