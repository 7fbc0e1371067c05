package io.gavel.cli.deadletters;

import io.gavel.cli.text.TerminalText;
import io.gavel.schema.DeadLetter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What sending dead letters again comes to: how many of which kind, and which cannot be sent. For
/// one thread.
public final class RetryPlan {
  private static final int MOST_LINES = 20;

  private final Map<Group, Long> groups = new HashMap<>();
  private final List<String> impossible = new ArrayList<>();
  private long retried;
  private long alreadyRetried;
  private long notRetriable;

  private record Group(String reason, String application) {}

  /// One that is sent.
  public void add(DeadLetter letter) {
    retried++;
    groups.merge(new Group(letter.getReason(), letter.getApplication().orElse("-")), 1L, Long::sum);
  }

  /// One that was sent before.
  public void addAlreadyRetried() {
    alreadyRetried++;
  }

  /// One that cannot be sent.
  ///
  /// @param why for a person
  public void addImpossible(DeadLetter letter, String why) {
    notRetriable++;
    if (impossible.size() < MOST_LINES) {
      impossible.add(
          "not retriable: %s: %s"
              .formatted(TerminalText.line(LetterTable.shortId(letter)), TerminalText.line(why)));
    }
  }

  /// How many are sent.
  public long retried() {
    return retried;
  }

  /// How many cannot be sent.
  public long notRetriable() {
    return notRetriable;
  }

  /// Which are sent: a line for each reason and application, the most frequent first.
  public List<String> lines() {
    List<String> lines =
        new ArrayList<>(
            groups.entrySet().stream()
                .sorted(
                    Map.Entry.<Group, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(group -> group.getKey().reason())
                        .thenComparing(group -> group.getKey().application()))
                .limit(MOST_LINES)
                .map(group ->
                    "%8d  %s  %s"
                        .formatted(
                            group.getValue(),
                            TerminalText.cell(group.getKey().reason(), 19),
                            TerminalText.line(group.getKey().application())))
                .map(String::stripTrailing)
                .toList());
    if (groups.size() > MOST_LINES) {
      lines.add("          and %d more kinds".formatted(groups.size() - MOST_LINES));
    }
    return lines;
  }

  /// Which cannot be sent, and why: a line each.
  public List<String> problems() {
    List<String> lines = new ArrayList<>(impossible);
    if (notRetriable > impossible.size()) {
      lines.add("not retriable: and %d more".formatted(notRetriable - impossible.size()));
    }
    return lines;
  }

  /// The numbers, in one line.
  public String counts() {
    return "retried=%d already_retried=%d not_retriable=%d"
        .formatted(retried, alreadyRetried, notRetriable);
  }
}
