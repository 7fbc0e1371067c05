package io.gavel.simulator.api.completion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;

/// Where chat completions and text completions differ.
public sealed interface CompletionProtocol permits ChatProtocol, TextProtocol {
  /// `object` of the answer.
  String object();

  /// What the answer's id begins with.
  String idPrefix();

  /// How long an answer may be where the request does not say.
  ///
  /// @param left how many tokens the context has left, which may be below 1
  int defaultTokens(int left);

  /// The prompt.
  ///
  /// @throws InvalidRequestException where there is none
  String prompt(JsonNode body) throws InvalidRequestException;

  /// How many alternatives are wanted for every token; empty: no log-probabilities.
  ///
  /// @throws InvalidRequestException where what is asked makes no sense
  OptionalInt logProbs(JsonNode body) throws InvalidRequestException;

  /// Writes a generation into its choice.
  ///
  /// @param logProbs as [#logProbs(JsonNode)] says
  void write(ObjectNode choice, Generation generation, OptionalInt logProbs);
}
