package io.gavel.agreement.ranking;

/// A candidate and how strong it is.
///
/// @param candidate its id
/// @param strength its Bradley-Terry strength, above 0: of two candidates the first wins with
///   probability s1 / (s1 + s2); the geometric mean over the candidates is 1
/// @param wins how many comparisons it won, a tie as half
/// @param comparisons how many comparisons it was in
public record Ranked(String candidate, double strength, double wins, long comparisons) {}
