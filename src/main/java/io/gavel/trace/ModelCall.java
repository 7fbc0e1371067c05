package io.gavel.trace;

import java.net.URI;

/// One call of a judge model, as it begins.
///
/// @param operation by the conventions for generative AI: `chat`, `text_completion`; others by a
///   name of their own
/// @param model as it is asked for
/// @param endpoint the server's base URL, without credentials
/// @param answers how many are asked for, 1 or more
/// @param maxTokens how long each may be
/// @param temperature of the sampling, 0 or more
/// @param topP likewise, above 0 up to 1
public record ModelCall(
    String operation,
    String model,
    URI endpoint,
    int answers,
    int maxTokens,
    double temperature,
    double topP) {}
