package io.gavel.web.api;

/// The scores that a rubric allows.
///
/// @param minimum the lowest
/// @param maximum the highest
public record Scale(int minimum, int maximum) {}
