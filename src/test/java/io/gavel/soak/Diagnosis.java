package io.gavel.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;

/// What there is to know when requests stay without outcome: which, where, what the group says, and
/// what the workers said last.
///
/// @param book the account
/// @param cluster the brokers
/// @param workers the workers
record Diagnosis(OutcomeBook book, ClusterView cluster, Workers workers) {
  private static final int REQUESTS_PER_PARTITION = 10;
  private static final int LOG_LINES = 25;

  /// The lines, for a person.
  List<String> lines() throws InterruptedException {
    List<String> lines = new ArrayList<>();
    outstanding(lines);
    group(lines);
    logs(lines);
    return lines;
  }

  private void outstanding(List<String> lines) {
    Map<Integer, List<Map.Entry<String, Place>>> byPartition =
        book.outstanding().entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    request -> request.getValue().partition(), TreeMap::new, Collectors.toList()));
    byPartition.forEach((partition, requests) ->
        lines.add(
            "outstanding partition=%d requests=%d first: %s"
                .formatted(
                    partition,
                    requests.size(),
                    requests.stream()
                        .sorted(Comparator.comparingLong(request -> request.getValue().offset()))
                        .limit(REQUESTS_PER_PARTITION)
                        .map(request -> request.getKey() + "@" + request.getValue().offset())
                        .collect(Collectors.joining(" ")))));
  }

  private void group(List<String> lines) throws InterruptedException {
    try {
      ConsumerGroupDescription group = cluster.group(WorkerSettings.GROUP);
      lines.add(
          "group state=%s coordinator=%s".formatted(group.groupState(), group.coordinator().id()));
      for (MemberDescription member : group.members()) {
        lines.add(
            "member client=%s partitions=%s"
                .formatted(member.clientId(), member.assignment().topicPartitions()));
      }
      new TreeMap<>(
              cluster.committed(WorkerSettings.GROUP).entrySet().stream()
                  .collect(Collectors.toMap(e -> e.getKey().toString(), Map.Entry::getValue)))
          .forEach((partition, offset) ->
              lines.add(
                  "committed partition=%s offset=%d metadata_characters=%d"
                      .formatted(partition, offset.offset(), offset.metadata().length())));
      cluster.transactions().forEach(transaction -> lines.add("transaction " + transaction));
    } catch (ExecutionException e) {
      lines.add("group cannot be described: " + e.getCause());
    }
  }

  private void logs(List<String> lines) {
    for (Path file : workers.logFiles()) {
      lines.add("last lines of " + file);
      try {
        List<String> log =
            Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        lines.addAll(log.subList(Math.max(0, log.size() - LOG_LINES), log.size()));
      } catch (IOException e) {
        lines.add("unreadable: " + e);
      }
    }
  }
}
