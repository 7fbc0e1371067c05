package io.gavel.docs;

import static io.gavel.docs.ReferencePage.cell;
import static io.gavel.docs.ReferencePage.code;

import io.gavel.config.ConfigLoader;
import io.gavel.config.TopicsConfig;
import io.gavel.topic.Topic;
import io.gavel.topic.TopicDefinition;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/// Every topic with its settings, and every field of what is in it, from the catalogue of topics
/// and the schemas.
final class TopicsPage {
  private static final String PARTS =
      """

      ## Parts of records

      What the records above hold, by name.
      """;

  private TopicsPage() {}

  static ReferencePage made() {
    // As it is where nothing is set: an empty environment and no file in this folder.
    TopicsConfig config = ConfigLoader.load(Path.of("/dev/null"), Map.of()).topics();
    SchemaTables tables = new SchemaTables();
    StringBuilder page =
        new StringBuilder(
            """
            # Topics

            <!-- Made from io.gavel.topic.Topic and schemas/*.avsc; ReferencePagesTest says how to make it anew. -->

            Keys are UTF-8 text. Values are Avro in the Confluent wire format: a byte 0, the schema's id as 4 bytes, the record. The subject of a topic's
            value is `<topic>-value` unless `registry.properties` says otherwise. Readers that are to see only what counts read
            with `isolation.level=read_committed`.

            Names have `topics.prefix` (`gavel.`) before them. `gavel topics apply` makes them with the settings below, and with
            `topics.partitions` (%d) partitions and `topics.replication_factor` (%d: the broker's default); all have the same number of
            partitions. A compacted topic keeps the newest record of each key; the others keep what is younger than
            `topics.retention` or, of dead letters, `topics.dead_letter_retention`.
            """
                .formatted(config.partitions(), config.replicationFactor()));
    page.append(overview());
    for (Topic topic : Topic.values()) {
      page.append(section(topic, config, tables));
    }
    return new ReferencePage("topics.md", page.append(PARTS).append(tables.parts()).toString());
  }

  private static Schema schema(Topic topic) {
    return SpecificData.get().getSchema(topic.recordClass());
  }

  private static String overview() {
    StringBuilder table =
        new StringBuilder("\n| topic | key | keeps | schema |\n| --- | --- | --- | --- |\n");
    for (Topic topic : Topic.values()) {
      table.append(
          "| [%s](#%s) | %s | %s | [%s](../../schemas/%s) |\n"
              .formatted(
                  code(topic.baseName()),
                  topic.baseName(),
                  topic.key(),
                  topic.compacted() ? "the newest of each key" : "by time",
                  schema(topic).getName(),
                  file(topic)));
    }
    return table.toString();
  }

  /// As the schemas' files are named: in lower case, words parted by hyphens.
  private static String file(Topic topic) {
    return schema(topic).getName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT)
        + ".avsc";
  }

  private static String section(Topic topic, TopicsConfig config, SchemaTables tables) {
    String settings =
        new TreeMap<>(TopicDefinition.of(topic, config).settings())
            .entrySet().stream()
                .map(it -> code(it.getKey() + "=" + it.getValue()))
                .collect(Collectors.joining(", "));
    return "\n## %s\n\n%s\n\nKey: %s. Settings: %s.\n%s"
        .formatted(
            topic.baseName(),
            cell(String.valueOf(schema(topic).getDoc())),
            topic.key(),
            settings,
            tables.topicRecord(schema(topic)));
  }
}
