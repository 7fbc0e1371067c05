package io.gavel.simulator.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What can go wrong.
public enum FaultKind {
  /// Refused with 401 and vLLM's body.
  ERROR_401(Scope.REQUEST),
  /// Refused with 404, as for a model that is not there.
  ERROR_404(Scope.REQUEST),
  /// Refused with 429.
  ERROR_429(Scope.REQUEST),
  /// Refused with 500.
  ERROR_500(Scope.REQUEST),
  /// Refused with 502 and a gateway's HTML page.
  ERROR_502(Scope.REQUEST),
  /// Refused with 503.
  ERROR_503(Scope.REQUEST),
  /// Never answered; the connection stays open. It takes no slot.
  HANG(Scope.REQUEST),
  /// Generated, and then the connection is reset in the middle of the answer.
  RESET(Scope.REQUEST),
  /// Generated, and then the connection is closed in the middle of the answer.
  TRUNCATE(Scope.REQUEST),
  /// Answered with JSON that ends too early, though the response is whole.
  CUT_JSON(Scope.REQUEST),
  /// Answered with feedback and no score.
  NO_SCORE(Scope.REQUEST),
  /// Answered with two different scores.
  TWO_SCORES(Scope.REQUEST),
  /// Answered with words that have nothing to do with the prompt.
  NONSENSE(Scope.REQUEST),
  /// Answered with nothing.
  EMPTY(Scope.REQUEST),
  /// With a rate: such requests take `factor` times as long. Without: the server computes `factor`
  /// times slower.
  SLOW(Scope.BOTH),
  /// The number of slots is multiplied by `factor`.
  CAPACITY(Scope.REPLICA),
  /// The port is closed and every connection reset.
  DOWN(Scope.REPLICA);

  private enum Scope {
    REQUEST,
    REPLICA,
    BOTH
  }

  private final Scope scope;

  FaultKind(Scope scope) {
    this.scope = scope;
  }

  /// Its name as written: `error-429`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Whether it takes a share of the requests.
  boolean takesRate() {
    return scope != Scope.REPLICA;
  }

  /// Whether it takes a factor, and so needs one.
  boolean takesFactor() {
    return this == SLOW || this == CAPACITY;
  }

  static Optional<FaultKind> named(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }

  /// All names, separated by commas.
  static String names() {
    return Arrays.stream(values()).map(FaultKind::text).collect(Collectors.joining(", "));
  }
}
