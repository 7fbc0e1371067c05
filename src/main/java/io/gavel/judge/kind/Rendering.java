package io.gavel.judge.kind;

import io.gavel.deadletter.Reason;
import io.gavel.judge.exchange.Prompt;
import java.util.List;

/// A request as a prompt, or the reason why it cannot be one.
public sealed interface Rendering {
  /// The flag on what may pose as the judge's own answer or as part of its prompt.
  String INJECTION_SUSPECTED = "injection_suspected";

  /// The flag that says that the judge was not shown the rubric's words, and judges by what it
  /// learnt.
  String CRITERIA_NOT_SHOWN = "criteria_not_shown";

  /// The judge can be asked.
  ///
  /// @param prompt what the model is shown
  /// @param withReference whether it shows the reference answer
  /// @param flags what a reader of the score should know, such as `injection_suspected`
  record Rendered(Prompt prompt, boolean withReference, List<String> flags) implements Rendering {
    /// Copies.
    public Rendered {
      flags = List.copyOf(flags);
    }
  }

  /// This kind of judge cannot be asked this.
  ///
  /// @param reason why
  /// @param detail why, for a person; contains neither instruction nor response
  record Unsupported(Reason reason, String detail) implements Rendering {}
}
