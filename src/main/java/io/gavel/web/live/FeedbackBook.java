package io.gavel.web.live;

import io.gavel.schema.Feedback;
import io.gavel.topic.RequestPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The newest feedback by when it was judged, in bounded room: a number of records and of bytes.
/// For any thread.
final class FeedbackBook {
  private static final Comparator<Entry> OLDEST_FIRST =
      Comparator.<Entry, java.time.Instant>comparing(
              it -> it.feedback().getJudgement().getJudgedAt())
          .thenComparing(it -> it.feedback().getRequestId());

  private final int mostRecords;
  private final long mostBytes;
  private final Map<String, Entry> byRequest = new HashMap<>();
  private final TreeSet<Entry> byTime = new TreeSet<>(OLDEST_FIRST);
  private long bytes;

  /// One feedback.
  ///
  /// @param position where its request stands; null where that is not known
  /// @param bytes how long its record was
  record Entry(Feedback feedback, @Nullable RequestPosition position, int bytes) {}

  /// @param mostRecords how many are held at most
  /// @param mostBytes how long they are at most, as records
  FeedbackBook(int mostRecords, long mostBytes) {
    this.mostRecords = mostRecords;
    this.mostBytes = mostBytes;
  }

  /// Takes one; of the same request the newest is held.
  synchronized void add(Entry entry) {
    Entry before = byRequest.put(entry.feedback().getRequestId(), entry);
    if (before != null) {
      byTime.remove(before);
      bytes -= before.bytes();
    }
    byTime.add(entry);
    bytes += entry.bytes();
    while (byTime.size() > mostRecords || (bytes > mostBytes && byTime.size() > 1)) {
      Entry oldest = byTime.removeFirst();
      byRequest.remove(oldest.feedback().getRequestId());
      bytes -= oldest.bytes();
    }
  }

  /// The wanted ones, the newest first.
  synchronized List<Feedback> newest(Predicate<Feedback> wanted, int limit) {
    List<Feedback> found = new ArrayList<>();
    for (Entry entry : byTime.descendingSet()) {
      if (found.size() == limit) {
        break;
      }
      if (wanted.test(entry.feedback())) {
        found.add(entry.feedback());
      }
    }
    return found;
  }

  /// The one of a request; empty where it is not held.
  synchronized Optional<Entry> find(String requestId) {
    return Optional.ofNullable(byRequest.get(requestId));
  }
}
