package io.gavel.container;

import com.github.dockerjava.api.DockerClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.DockerImageName;

/// The images that the tests run: Gavel's, built anew from what the build made, and those of a
/// broker and a registry, which are the public ones, or are built where those cannot be pulled:
/// where `CONTAINERS_JDK_IMAGE` and `CONTAINERS_BASE_IMAGE` name what to build on.
///
/// Closing it removes what it built.
final class Images implements AutoCloseable {
  private static final String KAFKA = "apache/kafka:4.3.1";
  private static final String REGISTRY = "confluentinc/cp-schema-registry:8.3.1";

  private final Optional<String> jdk = Optional.ofNullable(System.getenv("CONTAINERS_JDK_IMAGE"));
  private final Optional<String> base = Optional.ofNullable(System.getenv("CONTAINERS_BASE_IMAGE"));
  private final List<String> built = new ArrayList<>();

  /// A registry's image.
  ///
  /// @param name the image
  /// @param path where it speaks Confluent's interface
  record Registry(DockerImageName name, String path) {}

  /// Gavel's.
  DockerImageName gavel() {
    return build("gavel", "docker/Dockerfile", "docker", "target/image");
  }

  /// The broker's.
  DockerImageName kafka() {
    return jdk.isEmpty()
        ? DockerImageName.parse(KAFKA)
        : build("kafka", "docker/testing/kafka/Dockerfile", "docker", "target/image");
  }

  /// The registry's.
  Registry registry() {
    return jdk.isEmpty()
        ? new Registry(DockerImageName.parse(REGISTRY), "")
        : new Registry(
            build("registry", "docker/testing/registry/Dockerfile", "docker", "target/registry"),
            "/apis/ccompat/v7");
  }

  @Override
  public void close() {
    DockerClient client = DockerClientFactory.lazyClient();
    built.forEach(image -> client.removeImageCmd(image).withForce(true).exec());
  }

  private DockerImageName build(String name, String dockerfile, String... content) {
    Map<String, String> arguments = new HashMap<>();
    jdk.ifPresent(it -> arguments.put("JDK_IMAGE", it));
    base.ifPresent(it -> arguments.put("BASE_IMAGE", it));
    ImageFromDockerfile image =
        new ImageFromDockerfile("localhost/gavel-testing-" + name, false)
            .withFileFromPath("Dockerfile", Path.of(dockerfile))
            .withBuildArgs(arguments);
    for (String folder : content) {
      image.withFileFromPath(folder, Path.of(folder));
    }
    String id = image.get();
    built.add(id);
    return DockerImageName.parse(id);
  }
}
