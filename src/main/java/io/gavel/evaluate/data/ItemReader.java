package io.gavel.evaluate.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads the records of one file, all in one format: the one that was asked for, or the first that
/// a record fits. For one thread.
public final class ItemReader {
  private final Optional<FieldMap> map;
  private final String labelField;
  private final boolean labelsOnly;
  private Optional<DataFormat> format;

  private ItemReader(
      Optional<FieldMap> map, Optional<DataFormat> format, String labelField, boolean labelsOnly) {
    this.map = map;
    this.format = format;
    this.labelField = labelField;
    this.labelsOnly = labelsOnly;
  }

  /// A reader of a published format.
  ///
  /// @param format empty: whichever the first record has the fields of
  /// @param labelField the field with the scores of a [DataFormat#PROMETHEUS_SCORES]
  public static ItemReader of(Optional<DataFormat> format, String labelField) {
    return new ItemReader(Optional.empty(), format, labelField, false);
  }

  /// A reader of one's own data.
  ///
  /// @param map which fields mean what
  /// @param labelsOnly whether no judge will see it, so that texts may be left out
  public static ItemReader mapped(FieldMap map, boolean labelsOnly) {
    return new ItemReader(Optional.of(map), Optional.empty(), "", labelsOnly);
  }

  /// The format's name; empty as long as it is not known.
  public Optional<String> formatName() {
    return map.isPresent() ? Optional.of("mapped") : format.map(DataFormat::title);
  }

  /// Reads one record.
  ///
  /// @param number where it stands, from 1 up
  /// @param object the record
  public ReadItem read(long number, ObjectNode object) {
    Fields fields = new Fields(object);
    if (map.isEmpty() && format.isEmpty()) {
      format =
          Arrays.stream(DataFormat.values())
              .filter(one -> one.fits(new Fields(object), labelField))
              .findFirst();
      if (format.isEmpty()) {
        return new ReadItem.Bad(
            number,
            "has the fields of no known data set (%s); say with --map what they mean"
                .formatted(names()));
      }
    }
    LabelledItem item =
        map.isPresent()
            ? map.get().read(number, fields, labelsOnly)
            : format.orElseThrow().read(number, fields, labelField);
    return fields.problems().isEmpty()
        ? new ReadItem.Good(item)
        : new ReadItem.Bad(number, fields.problems());
  }

  private static String names() {
    return Arrays.stream(DataFormat.values())
        .map(DataFormat::title)
        .collect(Collectors.joining(", "));
  }
}
