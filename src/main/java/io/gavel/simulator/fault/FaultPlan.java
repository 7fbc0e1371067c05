package io.gavel.simulator.fault;

import io.gavel.hash.Ids;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// All faults of a pool. The same seed, fault, prompt and occurrence decide the same, whichever
/// replica is asked and in whatever order, so a run can be replayed.
///
/// @param seed decides which requests are hit
/// @param faults what goes wrong; of those that hit the same request the first counts
public record FaultPlan(long seed, List<Fault> faults) {
  /// Copies.
  public FaultPlan {
    faults = List.copyOf(faults);
  }

  /// What goes wrong with one request.
  ///
  /// @param replica the number of the replica that is asked, from 1
  /// @param elapsed the time since the faults were set
  /// @param prompt the prompt, or what stands for it
  /// @param occurrence how often the pool was asked the same before
  public Optional<Fault> ofRequest(int replica, Duration elapsed, String prompt, int occurrence) {
    for (int i = 0; i < faults.size(); i++) {
      Fault fault = faults.get(i);
      if (fault.rate() != null
          && fault.concerns(replica)
          && fault.holdsAt(elapsed)
          && Ids.uniform("fault", "" + seed, fault.kind().text(), "" + i, prompt, "" + occurrence)
              < fault.rate()) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /// How a replica is.
  ///
  /// @param replica its number, from 1
  /// @param elapsed the time since the faults were set
  public Condition ofReplica(int replica, Duration elapsed) {
    Condition condition = Condition.SOUND;
    for (Fault fault : faults) {
      if (fault.rate() == null && fault.concerns(replica) && fault.holdsAt(elapsed)) {
        condition = condition.with(fault);
      }
    }
    return condition;
  }

  /// When a replica's condition changes next; empty when never.
  ///
  /// @param elapsed the time since the faults were set
  public Optional<Duration> nextChange(Duration elapsed) {
    return faults.stream()
        .filter(fault -> fault.rate() == null)
        .flatMap(fault -> Stream.of(fault.from(), fault.to()))
        .filter(Objects::nonNull)
        .filter(time -> time.compareTo(elapsed) > 0)
        .min(Duration::compareTo);
  }
}
