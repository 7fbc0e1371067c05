package io.gavel.cli.demo;

import io.gavel.judge.pool.BreakerState;
import io.gavel.judge.pool.EndpointStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Says which judges came to be left alone, and which answer again, from one look at them to the
/// next. A judge that is tried one call at a time is left alone still. For one thread.
final class JudgeWatch {
  private Set<String> leftAlone = new HashSet<>();

  /// What to say since the last look; before the first all were well.
  ///
  /// @param judges how all are doing
  /// @param at the time
  /// @param text the words
  List<String> changes(List<EndpointStatus> judges, Instant at, JudgeText text) {
    Set<String> now =
        judges.stream()
            .filter(judge -> judge.state() != BreakerState.CLOSED)
            .map(EndpointStatus::endpoint)
            .collect(Collectors.toSet());
    boolean allBefore = !leftAlone.isEmpty() && leftAlone.size() == judges.size();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < judges.size(); i++) {
      EndpointStatus judge = judges.get(i);
      boolean was = leftAlone.contains(judge.endpoint());
      boolean is = now.contains(judge.endpoint());
      if (is && !was) {
        lines.addAll(text.leftAlone(at, i + 1, judge, JudgeText.up(judges)));
      } else if (was && !is) {
        lines.add(text.back(at, i + 1, allBefore));
      }
    }
    if (!judges.isEmpty() && now.size() == judges.size() && !allBefore) {
      lines.add(text.allLeftAlone(at));
    }
    leftAlone = now;
    return lines;
  }
}
