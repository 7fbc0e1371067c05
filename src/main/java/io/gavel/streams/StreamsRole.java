package io.gavel.streams;

import java.nio.file.Path;
import java.util.List;

/// What parts one role on Kafka Streams from another.
///
/// @param name of the role, in lower case: part of names of threads, log events and folders
/// @param applicationId names the stream application: its consumer group and its internal topics
/// @param stateDir where the stores live; empty: a folder in the system's temporary folder
/// @param threads stream threads of this worker
/// @param topics the names of the topics that must exist
public record StreamsRole(
    String name, String applicationId, String stateDir, int threads, List<String> topics) {
  /// Copies.
  public StreamsRole {
    topics = List.copyOf(topics);
  }

  /// The folder of one worker's stores.
  ///
  /// @param workerId parts them from those of other workers on the same host
  Path folder(String workerId) {
    Path folder =
        stateDir.isBlank()
            ? Path.of(System.getProperty("java.io.tmpdir"), "gavel-" + name)
            : Path.of(stateDir);
    return folder.resolve(workerId.replaceAll("[^a-zA-Z0-9._-]", "_"));
  }
}
