package io.gavel.cli.deadletters;

import io.gavel.schema.DeadLetter;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The newest of many dead letters. For one thread.
public final class Newest {
  private static final Comparator<DeadLetter> BY_TIME =
      Comparator.comparing(DeadLetter::getFailedAt).thenComparing(DeadLetter::getDeadLetterId);

  private final PriorityQueue<DeadLetter> newest = new PriorityQueue<>(BY_TIME);
  private final int limit;
  private final boolean whole;

  /// @param limit how many are kept, at least 1
  /// @param whole whether they keep their records and raw answers, which may be megabytes
  public Newest(int limit, boolean whole) {
    this.limit = limit;
    this.whole = whole;
  }

  /// One more.
  public void add(DeadLetter letter) {
    newest.add(whole ? letter : light(letter));
    if (newest.size() > limit) {
      newest.remove();
    }
  }

  /// Those that are kept, the oldest first.
  public List<DeadLetter> oldestFirst() {
    return newest.stream().sorted(BY_TIME).toList();
  }

  private static DeadLetter light(DeadLetter letter) {
    return DeadLetter.newBuilder(letter)
        .setSourceKey(null)
        .setSourceValue(null)
        .setSourceHeaders(List.of())
        .setRawAnswer(null)
        .build();
  }
}
