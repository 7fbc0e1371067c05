package io.gavel.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.containers.wait.strategy.WaitStrategy;

/// What the image is, what is in it and what is not, and how a worker in it starts and stops. How
/// large it is and how soon a worker in it is ready goes to `target/container/image.txt`.
@ExtendWith({ContainerEngine.class, ContainerStack.class})
final class WorkerImageIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int STOP_LIMIT_SECONDS = 60;

  /// A wait looks once a second, and this looks oftener.
  private static final WaitStrategy NOTHING =
      new AbstractWaitStrategy() {
        @Override
        protected void waitUntilReady() {}
      };

  private final ContainerStack.Stack stack;
  private final DockerClient engine = DockerClientFactory.lazyClient();

  WorkerImageIT(ContainerStack.Stack stack) {
    this.stack = stack;
  }

  @Test
  void itRunsAsANumberedUserKeepsItsStateInVolumesAndHasAHealthCheck() {
    ContainerConfig config = Objects.requireNonNull(image().getConfig());
    // What Podman tells of an image leaves the health check out, and of a container the volumes.
    ContainerConfig ofContainer =
        engine.inspectContainerCmd(stack.judge().getContainerId()).exec().getConfig();

    assertThat(config.getUser()).isEqualTo("10001:10001");
    assertThat(config.getVolumes()).containsOnlyKeys("/var/lib/gavel", "/tmp");
    assertThat(config.getEntrypoint()).containsExactly("gavel");
    assertThat(Objects.requireNonNull(ofContainer.getHealthcheck()).getTest())
        .containsExactly("CMD", "gavel", "health", "--live");
    assertThat(config.getLabels())
        .containsEntry("org.opencontainers.image.title", "Gavel")
        .containsEntry("org.opencontainers.image.licenses", "Apache-2.0");
  }

  @Test
  void itHoldsNoBrokerNoRegistryAndNoTests() throws Exception {
    assertThat(run("find", "/opt", "/usr/local", "-name", "*.jar").lines())
        .anyMatch(jar -> jar.contains("/kafka-clients-"))
        .noneMatch(jar ->
            jar.matches(
                ".*/(kafka_|kafka-(server|raft|metadata|storage|group|transaction|tools)|scala|"
                    + "log4j|apicurio|quarkus|junit|assertj|testcontainers|archunit|jazzer).*"));

    List<String> classes =
        stack.judge().copyFileFromContainer("/opt/gavel/gavel.jar", WorkerImageIT::entries);
    assertThat(classes)
        .contains("io/gavel/Gavel.class")
        .noneMatch(name -> name.startsWith("io/gavel/local/"))
        .noneMatch(name -> name.startsWith("io/gavel/cli/demo/"));
    assertThat(run("find", "/opt/gavel/runtime/bin", "-name", "javac", "-o", "-name", "jlink"))
        .isEmpty();
  }

  @Test
  void theDemoSaysThatItIsNotPartOfIt() throws Exception {
    ExecResult demo = stack.judge().execInContainer("gavel", "demo");

    assertThat(demo.getExitCode()).isEqualTo(2);
    assertThat(demo.getStderr()).hasLineCount(1).contains("not part of this image");
  }

  @Test
  void aWorkerIsReadySoonSaysThatItIsAndEndsWhenItIsAskedTo() throws Exception {
    stack.judge().execInContainer("sh", "-c", "GAVEL_TOPICS_PREFIX=image. gavel topics apply");
    Duration readyAfter;
    Duration readyAgainAfter;
    try (GenericContainer<?> worker = imageWorker("once");
        HttpClient client = HttpClient.newHttpClient()) {
      worker.start();
      readyAfter = readyAfter(worker, client);
      assertThat(worker.execInContainer("id", "-u").getStdout()).isEqualToIgnoringNewLines("10001");
      assertThat(worker.execInContainer("sh", "-c", "echo x >/opt/gavel/x").getExitCode())
          .as("writing to the image")
          .isNotZero();
      assertThat(worker.execInContainer("gavel", "health").getStdout()).startsWith("ready");
      assertThat(worker.execInContainer("gavel", "health", "--live").getExitCode()).isZero();

      stop(worker);

      InspectContainerResponse.ContainerState state =
          engine.inspectContainerCmd(worker.getContainerId()).exec().getState();
      assertThat(state.getExitCodeLong()).as(worker.getLogs()).isZero();

      engine.startContainerCmd(worker.getContainerId()).exec();
      readyAgainAfter = readyAfter(worker, client);
      stop(worker);
    }
    record(readyAfter, readyAgainAfter, readyAfter("judge"), readyAfter("enrich"));
  }

  /// Of a worker with one role, which finds its topics made.
  private Duration readyAfter(String role) {
    try (GenericContainer<?> worker = imageWorker(role).withEnv("GAVEL_ROLES", role);
        HttpClient client = HttpClient.newHttpClient()) {
      worker.start();
      Duration after = readyAfter(worker, client);
      stop(worker);
      return after;
    }
  }

  /// As an engine does, so that it leaves its groups and the next one does not wait for it.
  private void stop(GenericContainer<?> worker) {
    engine.stopContainerCmd(worker.getContainerId()).withTimeout(STOP_LIMIT_SECONDS).exec();
  }

  private GenericContainer<?> imageWorker(String id) {
    return stack.worker(id).withEnv("GAVEL_TOPICS_PREFIX", "image.").waitingFor(NOTHING);
  }

  /// From the start of the container's process, as the engine says.
  private Duration readyAfter(GenericContainer<?> worker, HttpClient client) {
    HttpRequest ready =
        HttpRequest.newBuilder(
                URI.create(
                    "http://%s:%d/health/ready"
                        .formatted(worker.getHost(), worker.getMappedPort(9400))))
            .build();
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        // Nobody listens yet.
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
    Instant now = Instant.now();
    String started =
        engine.inspectContainerCmd(worker.getContainerId()).exec().getState().getStartedAt();
    return Duration.between(Instant.parse(Objects.requireNonNull(started)), now);
  }

  private void record(Duration first, Duration next, Duration judge, Duration enrich)
      throws Exception {
    String line =
        "image: %d MB; ready after %d ms with all roles and no topics yet, %d ms the next time, %d ms with the role judge alone, %d ms with enrich alone"
            .formatted(
                Objects.requireNonNull(image().getSize()) / 1_000_000,
                first.toMillis(),
                next.toMillis(),
                judge.toMillis(),
                enrich.toMillis());
    System.out.println(line);
    Path folder = Files.createDirectories(Path.of("target", "container"));
    Files.writeString(folder.resolve("image.txt"), line + System.lineSeparator());
  }

  private InspectImageResponse image() {
    return engine.inspectImageCmd(stack.gavel().asCanonicalNameString()).exec();
  }

  private String run(String... command) throws Exception {
    ExecResult result = stack.judge().execInContainer(command);
    assertThat(result.getExitCode()).as(result.getStderr()).isZero();
    return result.getStdout();
  }

  private static List<String> entries(InputStream jar) throws Exception {
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(jar)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
