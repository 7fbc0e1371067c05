package io.gavel.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A new folder in the system's temporary folder that goes away, with all it holds, when closed.
///
/// @param path where it is
record LocalFolder(Path path) implements AutoCloseable {
  private static final int ATTEMPTS = 20;
  private static final long PAUSE_MILLIS = 100;

  /// Makes the folder, which has the number of this process in its name.
  static LocalFolder create() throws IOException {
    return new LocalFolder(
        Files.createTempDirectory("gavel-demo-%d-".formatted(ProcessHandle.current().pid())));
  }

  /// Removes it. A server that was just stopped may still be removing files of its own, so what is
  /// gone already is no error, and what came anew is removed in the next attempt.
  @Override
  public void close() throws IOException {
    for (int attempt = 1; Files.exists(path); attempt++) {
      try {
        Files.walkFileTree(path, new Removing());
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Removing extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException thrown) throws IOException {
      if (thrown instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw thrown;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException thrown)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
