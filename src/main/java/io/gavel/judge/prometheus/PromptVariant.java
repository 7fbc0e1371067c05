package io.gavel.judge.prometheus;

import java.util.Arrays;
import java.util.Optional;

/// A published variant of the Prometheus prompt; they differ in step 3, the output format.
public enum PromptVariant {
  /// The paper's, the model card's and the evaluation data's: `"Feedback: (write a feedback ...`.
  PROMETHEUS_2("prometheus-2", "\"Feedback: (write a feedback"),
  /// The Python library's: `"(write a feedback ...`.
  PROMETHEUS_EVAL("prometheus-eval", "\"(write a feedback");

  private final String code;
  private final String formatLead;

  PromptVariant(String code, String formatLead) {
    this.code = code;
    this.formatLead = formatLead;
  }

  /// Its name in the settings and in a judgement.
  public String code() {
    return code;
  }

  /// The variant of a name; empty where there is none.
  public static Optional<PromptVariant> of(String code) {
    return Arrays.stream(values()).filter(variant -> variant.code.equals(code)).findFirst();
  }

  /// A prompt of the data's variant, which the resources hold, in this one.
  String apply(String prompt) {
    return prompt.replace(PROMETHEUS_2.formatLead, formatLead);
  }
}
