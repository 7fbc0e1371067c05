package io.gavel.judge.pool;

import io.gavel.judge.model.JudgeModel;
import java.time.Duration;

/// The right to one call of one endpoint. It ends in exactly one of three ways; ending it again
/// does nothing.
public interface Permit {
  /// The endpoint that may be called.
  JudgeModel endpoint();

  /// The endpoint answered.
  void succeeded();

  /// The call says nothing about the endpoint: the request itself was refused, or we cancelled.
  void ignored();

  /// The endpoint failed, or has too much to do.
  ///
  /// @param retryAfter how long it asks to be left alone; zero where it did not say
  void dropped(Duration retryAfter);
}
