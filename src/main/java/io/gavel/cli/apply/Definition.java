package io.gavel.cli.apply;

import org.apache.avro.specific.SpecificRecord;

/// One rubric, reference or policy of a file.
///
/// @param <T> the record's class
/// @param id identifies it among its kind
/// @param record what is published
/// @param file where it stands
/// @param line where it stands, from 1 up
public record Definition<T extends SpecificRecord>(String id, T record, String file, int line) {}
