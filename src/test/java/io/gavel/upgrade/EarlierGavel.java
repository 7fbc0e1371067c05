package io.gavel.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An earlier commit, checked out and built in a folder of its own below `target`.
final class EarlierGavel {
  private static final int MINUTES = 20;

  private EarlierGavel() {}

  /// Builds it where it is not built yet.
  ///
  /// @param commit any name that git knows
  /// @return its class path
  static String classPath(String commit) throws IOException, InterruptedException {
    Path folder = Path.of("target", "upgrade", commit).toAbsolutePath();
    if (Files.notExists(folder.resolve("pom.xml"))) {
      run(
          Path.of("").toAbsolutePath(),
          List.of("git", "worktree", "add", "--force", "--detach", folder.toString(), commit));
    }
    // The launcher builds what has changed, and says its version when that is done.
    run(folder, List.of(folder.resolve("gavel").toString(), "--version"));
    return folder.resolve("target").resolve("classes")
        + System.getProperty("path.separator")
        + Files.readString(folder.resolve("target").resolve("launcher.classpath")).strip();
  }

  private static void run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "%s failed in %s; see above".formatted(String.join(" ", command), folder));
    }
  }
}
