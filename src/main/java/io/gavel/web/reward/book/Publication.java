package io.gavel.web.reward.book;

/// A sample that is to be published.
///
/// @param generationId its id there
/// @param sample the sample
public record Publication(String generationId, Sample sample) {}
