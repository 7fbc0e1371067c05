package io.gavel.simulator.api.serving;

import io.gavel.simulator.http.Response;
import io.gavel.simulator.model.Prompt;
import java.util.List;
import java.util.function.IntFunction;

/// A request that was read.
///
/// @param text what stands for it: the same has the same fate
/// @param prompts what the server would compute, each within the context
/// @param outputTokens room for the answer beside each prompt; 0 where there is none
/// @param tooLong how it is refused where a prompt has too many tokens, by their number
/// @param work what is done once it is let in
public record Asked(
    String text, List<Prompt> prompts, int outputTokens, IntFunction<Response> tooLong, Work work) {
  /// Copies the prompts.
  public Asked {
    prompts = List.copyOf(prompts);
  }

  /// How many tokens the longest prompt has.
  public int longest() {
    return prompts.stream().mapToInt(Prompt::tokens).max().orElse(0);
  }
}
