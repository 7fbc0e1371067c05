package io.gavel.bench.report;

/// Something that is measured.
///
/// @param name for the table's head and the JSON, with its unit where it has one
/// @param decimals digits after the point in the table
public record Metric(String name, int decimals) {}
