package io.gavel.cli.export;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How far an export is: what its file holds, and where to go on. It lies beside the file.
///
/// @param topic the topic's name on the broker
/// @param format the lines' format
/// @param includeTies as in [Selection]
/// @param includeStandIn as in [Selection]
/// @param threshold as in [Selection]; null where it has no say
/// @param bytes how long the file is with the records before `offsets`; what is behind was not
///   finished, and is cut off
/// @param offsets the next record of each partition that has had one
public record ExportState(
    @JsonProperty(required = true) String topic,
    @JsonProperty(required = true) String format,
    @JsonProperty(required = true) boolean includeTies,
    @JsonProperty(required = true) boolean includeStandIn,
    @Nullable Double threshold,
    @JsonProperty(required = true) long bytes,
    @JsonProperty(required = true) Map<Integer, Long> offsets) {
  /// Copies.
  public ExportState {
    offsets = Map.copyOf(new TreeMap<>(offsets));
  }

  /// One that has nothing yet.
  public static ExportState begin(String topic, Format format, Selection selection) {
    return new ExportState(
        topic,
        format.toString(),
        selection.includeTies(),
        selection.includeStandIn(),
        format == Format.TRL_KTO ? selection.threshold() : null,
        0,
        Map.of());
  }

  /// The same export, further on.
  ExportState at(long bytes, Map<Integer, Long> offsets) {
    return new ExportState(topic, format, includeTies, includeStandIn, threshold, bytes, offsets);
  }

  /// Whether it is of the same records in the same form.
  boolean isOf(ExportState other) {
    return at(0, Map.of()).equals(other.at(0, Map.of()));
  }
}
