package io.gavel.simulator.answer;

/// One of the tokens that may stand at a place.
///
/// @param token its text
/// @param probability above 0 and up to 1
public record TokenChance(String token, double probability) {}
