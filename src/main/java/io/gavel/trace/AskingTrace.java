package io.gavel.trace;

/// The part of a request's trace that its judge sees. For any thread.
public interface AskingTrace {
  /// For what is in no trace.
  AskingTrace NONE = new Untraced.Request(TraceContext.NONE);

  /// The context of whatever is done for the request now.
  TraceContext context();

  /// Begins a call of a judge model.
  ///
  /// @param call what is asked, and where
  CallTrace calling(ModelCall call);
}
