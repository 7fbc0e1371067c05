package io.gavel.simulator.fault;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.gavel.config.Durations;
import io.gavel.config.InvalidConfigException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One thing that goes wrong. Written `kind:key=value,key=value`, for example
/// `error-500:rate=0.02`, `slow:from=30s,to=60s,factor=4,replica=1`, `down:from=60s,to=70s`.
///
/// @param kind what goes wrong
/// @param rate the share of the requests it hits, above 0 up to 1; 1 where none is written. Null
///   where it is about the server and not about requests
/// @param from when it begins, counted from the moment it was set
/// @param to when it ends; null: never
/// @param replica the number of the replica it is about, from 1; null: all of them
/// @param factor by how much; null where the kind has none
public record Fault(
    FaultKind kind,
    @Nullable Double rate,
    Duration from,
    @Nullable Duration to,
    @Nullable Integer replica,
    @Nullable Double factor) {
  /// Checks.
  ///
  /// @throws InvalidConfigException names the fault and what is wrong with it
  public Fault {
    check(
        rate == null || kind.takesRate(), kind, "it takes no rate, because it is about the server");
    check(
        rate == null || (rate > 0 && rate <= 1),
        kind,
        "rate=" + rate + " is not above 0 and up to 1");
    check(!from.isNegative(), kind, "from is before 0");
    check(to == null || to.compareTo(from) > 0, kind, "to is not after from");
    check(
        replica == null || replica >= 1,
        kind,
        "replica=" + replica + " is neither all nor 1 or more");
    check(
        (factor == null) == !kind.takesFactor(),
        kind,
        kind.takesFactor() ? "it needs a factor, such as factor=0.5" : "it takes no factor");
    check(
        factor == null || (factor >= (kind == FaultKind.SLOW ? 0.01 : 0) && factor <= 10_000),
        kind,
        "factor=" + factor + " is out of range");
  }

  /// Reads a fault.
  ///
  /// @throws InvalidConfigException names the text and what is wrong with it
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Fault parse(String text) {
    return FaultText.parse(text);
  }

  /// Whether it is about single requests.
  public boolean isOfRequests() {
    return rate != null;
  }

  boolean concerns(int number) {
    return replica == null || replica == number;
  }

  boolean holdsAt(Duration elapsed) {
    return elapsed.compareTo(from) >= 0 && (to == null || elapsed.compareTo(to) < 0);
  }

  /// As it is written.
  public String text() {
    StringBuilder text = new StringBuilder(kind.text());
    char separator = ':';
    if (rate != null) {
      text.append(separator).append("rate=").append(rate);
      separator = ',';
    }
    if (!from.isZero()) {
      text.append(separator).append("from=").append(Durations.text(from));
      separator = ',';
    }
    if (to != null) {
      text.append(separator).append("to=").append(Durations.text(to));
      separator = ',';
    }
    if (replica != null) {
      text.append(separator).append("replica=").append(replica);
      separator = ',';
    }
    if (factor != null) {
      text.append(separator).append("factor=").append(factor);
    }
    return text.toString();
  }

  private static void check(boolean holds, FaultKind kind, String problem) {
    if (!holds) {
      throw new InvalidConfigException("fault " + kind.text() + ": " + problem);
    }
  }
}
