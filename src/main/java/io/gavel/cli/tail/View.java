package io.gavel.cli.tail;

import io.gavel.topic.Topic;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/// How the records of one topic are shown as rows of a table.
///
/// @param <T> the record's class
/// @param topic the topic
/// @param type the record's class
/// @param columns after the time
/// @param time when it happened
/// @param cells the texts under `columns`, as they are: hostile until they are laid out
/// @param subject what filters look at
/// @param standIn whether a stand-in judge is behind it
public record View<T extends SpecificRecord>(
    Topic topic,
    Class<T> type,
    List<Column> columns,
    Function<T, Instant> time,
    Function<T, List<String>> cells,
    Function<T, Subject> subject,
    Predicate<T> standIn) {
  /// Copies.
  public View {
    columns = List.copyOf(columns);
  }
}
