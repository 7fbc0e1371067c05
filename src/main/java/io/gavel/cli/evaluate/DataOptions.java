package io.gavel.cli.evaluate;

import io.gavel.evaluate.data.DataFormat;
import io.gavel.evaluate.data.FieldMap;
import io.gavel.evaluate.data.ItemReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say what the data looks like.
public final class DataOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "feedback-collection, preference-collection, prometheus-scores, prometheus-pairs or"
              + " auto-j-pairs; by default what the fields say.")
  private @Nullable String format;

  @Option(
      names = "--label-field",
      paramLabel = "FIELD",
      defaultValue = DataFormat.DEFAULT_LABEL_FIELD,
      description = "The field with the scores of prometheus-scores (default: ${DEFAULT-VALUE}).")
  private String labelField = DataFormat.DEFAULT_LABEL_FIELD;

  @Option(
      names = "--map",
      paramLabel = "MEANING=FIELD",
      description =
          "Which field of your own data means what: instruction, response (or response_a and"
              + " response_b), label, reference_answer, model. A label may name several fields,"
              + " separated by commas: each is a run.")
  private Map<String, String> map = new LinkedHashMap<>();

  @Option(
      names = "--choices",
      paramLabel = "A,B,TIE",
      description =
          "How a mapped pair's label says first, second and tie (default: A,B,tie; any case).")
  private String choices = String.join(",", FieldMap.DEFAULT_CHOICES);

  /// For picocli.
  public DataOptions() {}

  /// A reader as the options want it.
  ///
  /// @param labelsOnly whether no judge will see the items
  /// @throws IllegalArgumentException where the options cannot be used; the message says why
  public ItemReader reader(boolean labelsOnly) {
    if (!map.isEmpty()) {
      if (format != null) {
        throw new IllegalArgumentException("--format and --map exclude each other");
      }
      try {
        return ItemReader.mapped(new FieldMap(map, List.of(choices.split(",", -1))), labelsOnly);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("--map: " + e.getMessage(), e);
      }
    }
    return ItemReader.of(wanted(), labelField);
  }

  private Optional<DataFormat> wanted() {
    if (format == null) {
      return Optional.empty();
    }
    Optional<DataFormat> wanted = DataFormat.of(format);
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException(
          "--format: '%s' is none of %s"
              .formatted(
                  format,
                  Arrays.stream(DataFormat.values())
                      .map(DataFormat::title)
                      .collect(Collectors.joining(", "))));
    }
    return wanted;
  }
}
