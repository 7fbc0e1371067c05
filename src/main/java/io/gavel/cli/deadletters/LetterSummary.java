package io.gavel.cli.deadletters;

import io.gavel.cli.text.TerminalText;
import io.gavel.schema.DeadLetter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// How many dead letters there are, by reason. For one thread.
public final class LetterSummary {
  private static final int MOST_REASONS = 20;

  private final Map<String, Long> byReason = new HashMap<>();
  private long matching;
  private long others;
  private long sentAgain;

  /// One that is listed, or would be without a limit.
  public void add(DeadLetter letter) {
    matching++;
    byReason.merge(letter.getReason(), 1L, Long::sum);
  }

  /// One that was sent again, and therefore is not listed.
  public void addSentAgain() {
    sentAgain++;
  }

  /// One that the filters leave out.
  public void addOther() {
    others++;
  }

  /// The summary, in a line or two, safe to print.
  ///
  /// @param shown how many were listed
  public List<String> lines(long shown) {
    List<String> lines = new ArrayList<>();
    if (matching == 0) {
      lines.add(
          others == 0 && sentAgain == 0 ? "there are no dead letters" : "no dead letters to show");
    } else {
      lines.add("%d dead letter%s: %s".formatted(matching, matching == 1 ? "" : "s", reasons()));
    }
    List<String> hidden = new ArrayList<>();
    if (shown < matching) {
      hidden.add("the newest %d are shown, --limit 0 shows every one".formatted(shown));
    }
    if (sentAgain > 0) {
      hidden.add("%d more %s sent again, see --all".formatted(sentAgain, wasOrWere(sentAgain)));
    }
    if (others > 0) {
      hidden.add("%d more %s left out by the filters".formatted(others, isOrAre(others)));
    }
    if (!hidden.isEmpty()) {
      lines.add(String.join("; ", hidden));
    }
    return lines;
  }

  private String reasons() {
    String named =
        byReason.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST_REASONS)
            .map(entry -> entry.getValue() + " " + TerminalText.line(entry.getKey()))
            .collect(Collectors.joining(", "));
    return byReason.size() > MOST_REASONS ? named + ", ..." : named;
  }

  private static String wasOrWere(long count) {
    return count == 1 ? "was" : "were";
  }

  private static String isOrAre(long count) {
    return count == 1 ? "is" : "are";
  }
}
