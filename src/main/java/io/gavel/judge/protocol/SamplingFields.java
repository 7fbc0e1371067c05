package io.gavel.judge.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.config.JudgeProfile;
import io.gavel.judge.exchange.Sampling;

/// The fields of a call that say how answers are drawn.
final class SamplingFields {
  private SamplingFields() {}

  static void put(ObjectNode body, JudgeProfile profile, Sampling sampling) {
    body.put("temperature", profile.temperature());
    body.put("top_p", profile.topP());
    body.put("max_tokens", sampling.maxTokens());
    if (profile.repetitionPenalty() > 0) {
      body.put("repetition_penalty", profile.repetitionPenalty());
    }
    if (sampling.answers() > 1) {
      body.put("n", sampling.answers());
    }
  }
}
