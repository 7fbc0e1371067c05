package io.gavel.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What goes wrong, when and for how long: decided by a seed alone, so that a run can be repeated.
///
/// Faults overlap, but no two that claim the same part, recovery included. The executor keeps to
/// the same rule by what it observes, so a slow machine stretches a plan and never breaks it.
///
/// @param seed decides all
/// @param faults in the order of their starts
record FaultPlan(long seed, List<PlannedFault> faults) {
  private static final int SHORTEST_GAP_MILLIS = 300;
  private static final int LONGEST_GAP_MILLIS = 2_200;

  /// How many of the next faults are looked at for one that can start at once.
  private static final int CHOICE = 6;

  /// Copies.
  FaultPlan {
    faults = List.copyOf(faults);
  }

  /// A plan in which every kind occurs, where there are at least as many faults as kinds.
  ///
  /// @param seed decides all
  /// @param count how many faults
  static FaultPlan of(long seed, int count) {
    RandomGenerator random = new Random(seed);
    List<FaultKind> waiting = deck(random, count);
    Map<String, Duration> free = new HashMap<>();
    List<PlannedFault> faults = new ArrayList<>(count);
    Duration now = Duration.ZERO;
    while (!waiting.isEmpty()) {
      PlannedFault next = null;
      int index = 0;
      for (int i = 0; i < Math.min(CHOICE, waiting.size()); i++) {
        FaultKind kind = waiting.get(i);
        Fault fault = kind.fault(random);
        PlannedFault possible =
            new PlannedFault(kind, fault, start(fault, now, free), kind.duration(random));
        if (next == null || possible.start().compareTo(next.start()) < 0) {
          next = possible;
          index = i;
        }
      }
      PlannedFault chosen = Objects.requireNonNull(next);
      waiting.remove(index);
      faults.add(chosen);
      chosen.fault().claims().forEach(claim -> free.put(claim, chosen.recovered()));
      now = chosen.start().plusMillis(random.nextInt(SHORTEST_GAP_MILLIS, LONGEST_GAP_MILLIS + 1));
    }
    return new FaultPlan(seed, faults);
  }

  /// When the last of them is put right, about.
  Duration length() {
    return faults.stream()
        .map(PlannedFault::recovered)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /// One line per fault.
  @Override
  public String toString() {
    return IntStream.range(0, faults.size())
        .mapToObj(number -> "fault %d %s%n".formatted(number, faults.get(number)))
        .collect(
            Collectors.joining(
                "",
                "plan seed=%d faults=%d length=%ds%n"
                    .formatted(seed, faults.size(), length().toSeconds()),
                ""));
  }

  /// Every kind once, as far as they fit, and the rest by weight; in random order.
  private static List<FaultKind> deck(RandomGenerator random, int count) {
    List<FaultKind> deck = new ArrayList<>(Arrays.asList(FaultKind.values()));
    Collections.shuffle(deck, Random.from(random));
    while (deck.size() > count) {
      deck.removeLast();
    }
    List<FaultKind> weighted = new ArrayList<>();
    for (FaultKind kind : FaultKind.values()) {
      weighted.addAll(Collections.nCopies(kind.weight(), kind));
    }
    while (deck.size() < count) {
      deck.add(weighted.get(random.nextInt(weighted.size())));
    }
    Collections.shuffle(deck, Random.from(random));
    return deck;
  }

  private static Duration start(Fault fault, Duration now, Map<String, Duration> free) {
    return fault.claims().stream()
        .map(claim -> free.getOrDefault(claim, Duration.ZERO))
        .reduce(now, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }
}
