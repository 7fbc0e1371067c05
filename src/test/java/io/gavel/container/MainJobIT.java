package io.gavel.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.CommittedRecords;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.Feedback;
import io.gavel.schema.JudgeRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/// Generations in, feedback out, by Gavel's image: rules applied, generations sent and judged, all
/// of it by the image's commands.
@ExtendWith({ContainerEngine.class, ContainerStack.class})
final class MainJobIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final List<String> COMPRESSIONS = List.of("zstd", "snappy", "lz4");
  private static final int EACH = 120;
  private static final int GENERATIONS = COMPRESSIONS.size() * EACH;

  private final ContainerStack.Stack stack;
  private final CommittedRecords records;

  MainJobIT(ContainerStack.Stack stack) {
    this.stack = stack;
    this.records = new CommittedRecords(stack.kafka(), stack.registry());
  }

  /// Each compression is native code, of which nothing may be unpacked: where the temporary folder
  /// is in memory, container engines mount it so that nothing in it can be run.
  @Test
  void aWorkerThatIsKilledAndReplacedGivesEveryGenerationOneOutcome() throws Exception {
    gavel("gavel topics apply");
    stack
        .judge()
        .copyFileToContainer(
            MountableFile.forClasspathResource("io/gavel/container/rules.yaml"), "/tmp/rules.yaml");
    gavel("gavel apply /tmp/rules.yaml");
    for (String compression : COMPRESSIONS) {
      stack.judge().copyFileToContainer(Transferable.of(lines(compression)), "/tmp/lines.jsonl");
      gavel(
          "GAVEL_KAFKA_PRODUCER_PROPERTIES_COMPRESSION_TYPE=%s gavel send /tmp/lines.jsonl"
              .formatted(compression));
    }

    int beforeTheKill;
    try (GenericContainer<?> first = worker()) {
      first.start();
      await().atMost(PATIENCE).until(() -> outcomes().size() >= GENERATIONS / 5);
      DockerClientFactory.lazyClient()
          .killContainerCmd(first.getContainerId())
          .withSignal("KILL")
          .exec();
      beforeTheKill = outcomes().size();
    }
    try (GenericContainer<?> second = worker()) {
      second.start();
      await().atMost(PATIENCE).until(() -> outcomes().size() >= GENERATIONS);
    }

    assertThat(beforeTheKill).isLessThan(GENERATIONS);
    assertThat(committed("dead-letters", DeadLetter.class)).isEmpty();
    assertThat(outcomes()).hasSize(GENERATIONS).doesNotHaveDuplicates();
    assertThat(outcomes())
        .containsExactlyInAnyOrderElementsOf(
            committed("judge-requests", JudgeRequest.class).stream()
                .map(JudgeRequest::getRequestId)
                .toList());
    assertThat(gavel("gavel tail --from-beginning --no-follow --output json").lines())
        .hasSize(GENERATIONS);
  }

  private GenericContainer<?> worker() {
    return stack.worker("main-job").withTmpFs(Map.of("/tmp", "rw,noexec,nosuid,size=64m"));
  }

  private List<String> outcomes() {
    return Stream.concat(
            committed("feedback", Feedback.class).stream().map(Feedback::getRequestId),
            committed("dead-letters", DeadLetter.class).stream()
                .map(letter -> letter.getRequestId().orElse("none")))
        .toList();
  }

  private <T extends SpecificRecord> List<T> committed(String topic, Class<T> type) {
    return records.values("gavel." + topic, type);
  }

  private String gavel(String command) throws Exception {
    ExecResult result = stack.judge().execInContainer("sh", "-c", command);
    assertThat(result.getExitCode()).as("%s: %s", command, result.getStderr()).isZero();
    return result.getStdout();
  }

  private static String lines(String compression) {
    return IntStream.range(0, EACH)
        .mapToObj(number ->
            """
            {"generation_id": "%s-%d", "application": "containers", "model": "wren-3b", \
            "instruction": "Why is the sky blue?", "response": "Answer %d: air scatters blue more."}
            """
                .formatted(compression, number, number))
        .collect(Collectors.joining());
  }
}
