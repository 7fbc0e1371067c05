package io.gavel.serde;

import org.apache.avro.Schema;

/// A schema as the registry holds it.
///
/// @param id the number that stands in each record's bytes; unique in the registry
/// @param subject the name it is registered under, for example `feedback-value`
/// @param version its place among the subject's schemas, from 1
/// @param schema the schema itself
public record RegisteredSchema(int id, String subject, int version, Schema schema) {}
