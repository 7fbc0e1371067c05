package io.gavel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.LocalCluster;
import io.gavel.config.TopicsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `topics`, `schemas` and `run` against a real broker and a real registry.
@ExtendWith(LocalCluster.class)
final class ClusterCommandsTest {
  @TempDir private Path folder;
  private final LocalCluster.Servers servers;
  private final TopicsConfig topics;

  ClusterCommandsTest(LocalCluster.Servers servers) {
    this.servers = servers;
    topics = servers.newTopics(2);
  }

  private TestingCommandLine.Result run(String yaml, String... arguments) {
    try {
      Path file =
          Files.writeString(
              folder.resolve("g.yaml"),
              """
              worker_id: %s
              kafka: {bootstrap_servers: '%s'}
              registry: {url: '%s'}
              enrich: {application_id: '%senrich', state_dir: '%s'}
              topics:
                prefix: %s
                partitions: 2
              """
                      .formatted(
                          topics.prefix(),
                          servers.broker().bootstrapServers(),
                          servers.registry().url(),
                          topics.prefix(),
                          folder,
                          topics.prefix())
                  + yaml);
      return TestingCommandLine.run(
          Stream.concat(Stream.of(arguments), Stream.of("--config", file.toString()))
              .toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void topicsAreShownThenCreatedThenFoundRight() {
    var dryRun = run("", "topics", "apply", "--dry-run");
    assertThat(dryRun.exitCode()).isEqualTo(0);
    assertThat(dryRun.out())
        .contains("would create %sgenerations with 2 partitions".formatted(topics.prefix()))
        .endsWith("14 change(s) to make%n".formatted());

    var missing = run("", "topics", "check");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.out()).contains(topics.prefix() + "generations is missing");
    assertThat(missing.err())
        .isEqualTo(
            "gavel: 14 difference(s); 'gavel topics apply' changes what it can%n".formatted());

    var applied = run("", "topics", "apply");
    assertThat(applied.exitCode()).isEqualTo(0);
    assertThat(applied.out())
        .contains("create %sgenerations with 2 partitions".formatted(topics.prefix()))
        .endsWith("14 change(s) made%n".formatted());

    var checked = run("", "topics", "check");
    assertThat(checked.exitCode()).isEqualTo(0);
    assertThat(checked.out()).isEqualTo("all 14 topics are as they should be%n".formatted());
    assertThat(run("", "topics", "apply").out()).isEqualTo(checked.out());
  }

  @Test
  void settingsAreChangedAndNumbersOfPartitionsAreNot() {
    assertThat(run("", "topics", "apply").exitCode()).isEqualTo(0);

    var changed = run("  retention: 9d\n", "topics", "apply");
    assertThat(changed.out())
        .contains(
            "set retention.ms of %sgenerations to 777600000 (was 604800000)"
                .formatted(topics.prefix()));
    assertThat(changed.exitCode()).isEqualTo(0);

    var refused = run("  replication_factor: 3\n", "topics", "apply");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.out()).contains("has 1 replicas of each partition, not 3");
    assertThat(refused.err())
        .isEqualTo("gavel: 14 difference(s) cannot be changed from here; see above%n".formatted());
  }

  @Test
  void schemasAreMissedThenRegisteredThenFoundRight() {
    var missing = run("", "schemas", "check");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.out()).contains(topics.prefix() + "feedback-value is missing");
    assertThat(missing.err())
        .isEqualTo(
            "gavel: 14 schema(s) to register; 'gavel schemas register' does it%n".formatted());

    var registered = run("", "schemas", "register");
    assertThat(registered.exitCode()).isEqualTo(0);
    assertThat(registered.out())
        .containsPattern(topics.prefix() + "feedback-value: id \\d+")
        .endsWith("all 14 schemas are registered%n".formatted());

    assertThat(run("", "schemas", "check").exitCode()).isEqualTo(0);
  }

  @Test
  void aRegistryThatIsDownIsNamed() throws IOException {
    Path file =
        Files.writeString(folder.resolve("d.yaml"), "registry: {url: 'http://127.0.0.1:1'}");

    for (String command : new String[] {"check", "register"}) {
      var result = TestingCommandLine.run("schemas", command, "--config", file.toString());

      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(result.err().lines()).hasSize(1);
      assertThat(result.err()).startsWith("gavel: ").contains("http://127.0.0.1:1");
    }
  }

  @Test
  void aWorkerWithoutTopicsSaysHowToCreateThem() {
    var all = run("", "run");
    assertThat(all.exitCode()).isEqualTo(3);
    assertThat(all.err().lines()).hasSize(1);
    assertThat(all.err())
        .contains(topics.prefix() + "generations", topics.prefix() + "feedback")
        .endsWith("'gavel topics apply' creates what is missing%n".formatted());

    assertThat(run("", "run", "--roles", "judge").err())
        .doesNotContain(topics.prefix() + "generations");
    assertThat(run("", "run", "--roles", "enrich").err())
        .doesNotContain(topics.prefix() + "feedback");
  }

  @Test
  void aWorkerWhosePortIsTakenSaysHowToGiveItAnother() throws IOException {
    assertThat(run("", "topics", "apply").exitCode()).isEqualTo(0);
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String listen = "127.0.0.1:" + other.getLocalPort();

      var refused = run("web: {listen: '%s'}%n".formatted(listen), "run");

      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err().lines())
          .singleElement()
          .asString()
          .startsWith("gavel: web.listen: ")
          .contains(listen, "GAVEL_WEB_LISTEN=127.0.0.1:0");
    }
  }

  @Test
  void aWorkerThatIsInterruptedStopsWithZero() {
    assertThat(run("web: {listen: '127.0.0.1:0'}\n", "topics", "apply").exitCode()).isEqualTo(0);
    // Whatever happens before the wait must not be interrupted, so the thread interrupts itself
    // from
    // the line that says that it runs.
    Thread current = Thread.currentThread();
    var line = GavelCommand.commandLine(java.util.Map.of());
    var out = new java.io.StringWriter();
    line.setOut(
        new java.io.PrintWriter(out) {
          @Override
          public void flush() {
            super.flush();
            current.interrupt();
          }
        });

    int exitCode =
        line.execute("run", "--roles", "judge", "--config", folder.resolve("g.yaml").toString());

    assertThat(Thread.interrupted()).isFalse();
    assertThat(exitCode).isEqualTo(0);
    assertThat(out.toString())
        .startsWith(
            "gavel worker %s runs judge on %s; Ctrl-C stops it%n"
                .formatted(topics.prefix(), servers.broker().bootstrapServers()))
        .containsPattern("http://127.0.0.1:\\d+/metrics and http://127.0.0.1:\\d+/health/ready");
  }
}
