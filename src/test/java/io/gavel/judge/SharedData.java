package io.gavel.judge;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// Real data for tests, which is not part of this project: looked for in the folder that the system
/// property `gavel.shared.data` or the environment variable `SHARED_DATA` names, else in
/// `../shared/data`. A test that needs a file of it is skipped where the file is absent.
public final class SharedData {
  private SharedData() {}

  /// A file of it; skips the test where there is none.
  public static Path file(String name) {
    Path folder =
        Path.of(
            Optional.ofNullable(System.getProperty("gavel.shared.data"))
                .or(() -> Optional.ofNullable(System.getenv("SHARED_DATA")))
                .orElse("../shared/data"));
    Path file = folder.resolve(name);
    Assumptions.assumeTrue(
        Files.isReadable(file), () -> "skipped: there is no " + file.toAbsolutePath().normalize());
    return file;
  }
}
