package io.gavel.config;

import java.util.Map;
import java.util.Set;

/// What a judge is asked for beside its words, and what is done where a prompt does not fit.
///
/// @param logprobs how many of the most probable tokens are asked for at each place, 0 to 20; 0
///   asks for none, and there is no expected score then
/// @param structuredOutput how the server takes the form an answer must have: `none`, `openai`
///   (`response_format`) or `vllm` (`structured_outputs`)
/// @param shorten the part of a prompt over the model's context that is shortened: `nothing`,
///   `response`, `instruction` or `reference_answer`
/// @param options what the kind of judge takes beside, by name; which there are is its own matter
public record JudgeAskingConfig(
    int logprobs, String structuredOutput, String shorten, Map<String, String> options) {
  private static final String PATH = JudgeProfile.ANY + ".asking";
  private static final Set<String> STRUCTURED = Set.of("none", "openai", "vllm");
  private static final Set<String> SHORTENED =
      Set.of("nothing", "response", "instruction", "reference_answer");

  /// Words alone, and no prompt is shortened.
  public static final JudgeAskingConfig PLAIN =
      new JudgeAskingConfig(0, "none", "nothing", Map.of());

  /// Checks and copies.
  public JudgeAskingConfig {
    Check.that(logprobs >= 0 && logprobs <= 20, PATH + ".logprobs", logprobs, "0 to 20");
    Check.that(
        STRUCTURED.contains(structuredOutput),
        PATH + ".structured_output",
        "'" + structuredOutput + "'",
        "none, openai or vllm");
    Check.that(
        SHORTENED.contains(shorten),
        PATH + ".shorten",
        "'" + shorten + "'",
        "nothing, response, instruction or reference_answer");
    options = Map.copyOf(options);
  }
}
