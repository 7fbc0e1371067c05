package io.gavel.cli.export;

import io.gavel.cli.tail.RecordJson;
import io.gavel.schema.Preference;
import io.gavel.topic.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/// What a line of an export is.
public enum Format {
  /// The record whole, with its schema's field names.
  RAW("raw", List.of(Topic.FEEDBACK, Topic.PREFERENCES, Topic.REWARDS)) {
    @Override
    public String line(RecordJson json, SpecificRecord value) {
      return json.line(value);
    }
  },
  /// TRL's preference data with an explicit prompt (its documentation, "Dataset formats and
  /// types").
  TRL_PREFERENCE("trl-preference", List.of(Topic.PREFERENCES)) {
    @Override
    public String line(RecordJson json, SpecificRecord value) {
      Preference preference = (Preference) value;
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("prompt", preference.getInstruction());
      fields.put("chosen", preference.getChosenResponse());
      fields.put("rejected", preference.getRejectedResponse());
      return json.line(fields);
    }
  };

  private final String code;

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<Topic> topics;

  Format(String code, List<Topic> topics) {
    this.code = code;
    this.topics = topics;
  }

  /// The topics whose records have this format.
  public List<Topic> topics() {
    return topics;
  }

  /// One line, without its end.
  ///
  /// @param value a record of one of the topics
  public abstract String line(RecordJson json, SpecificRecord value);

  /// The name that a person gives it.
  @Override
  public String toString() {
    return code;
  }
}
