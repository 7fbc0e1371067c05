package io.gavel.simulator.settings;

/// The body of the 400 for a context that is too long: vLLM has had three.
public enum ContextError {
  /// `{"object": "error", "message": .., "param": null, "code": 400}`.
  FLAT,
  /// Below `error`, with `input_tokens` as the parameter.
  INPUT_TOKENS,
  /// Below `error`, with `input_text` as the parameter.
  INPUT_TEXT
}
