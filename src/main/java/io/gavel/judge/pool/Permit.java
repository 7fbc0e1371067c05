package io.gavel.judge.pool;

import io.gavel.judge.model.JudgeModel;

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
  /// @param why what happened
  void dropped(Drop why);
}
