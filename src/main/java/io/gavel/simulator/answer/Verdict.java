package io.gavel.simulator.answer;

import java.util.List;

/// What an answer comes to.
///
/// @param lead what stands before it, such as ` [RESULT]`
/// @param token the one token that says it, such as ` 4`
/// @param chances what might have been said instead, the token among them; they sum up to 1
/// @param tail what stands behind it
public record Verdict(String lead, String token, List<TokenChance> chances, String tail) {
  /// Copies the chances.
  public Verdict {
    chances = List.copyOf(chances);
  }

  /// Lead, token and tail.
  String text() {
    return lead + token + tail;
  }

  /// Another verdict with the same lead: the next in the order of the chances, and after the last
  /// the first.
  Verdict other() {
    List<String> tokens = chances.stream().map(TokenChance::token).toList();
    int next = (tokens.indexOf(token) + 1) % tokens.size();
    return new Verdict(lead, tokens.get(next), chances, tail);
  }
}
