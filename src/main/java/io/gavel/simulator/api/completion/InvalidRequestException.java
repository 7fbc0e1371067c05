package io.gavel.simulator.api.completion;

import org.jspecify.annotations.Nullable;

/// A request that no server of this kind would take.
public final class InvalidRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable String parameter;

  /// @param parameter the field that is at fault; null: the body as a whole
  /// @param message what is wrong with it
  public InvalidRequestException(@Nullable String parameter, String message) {
    super(message);
    this.parameter = parameter;
  }

  /// The field that is at fault; null: the body as a whole.
  public @Nullable String parameter() {
    return parameter;
  }

  /// Throws where something does not hold.
  public static void check(boolean holds, String parameter, String message)
      throws InvalidRequestException {
    if (!holds) {
      throw new InvalidRequestException(parameter, message);
    }
  }
}
