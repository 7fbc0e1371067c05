package io.gavel.soak;

import java.io.IOException;
import java.util.Arrays;

/// The entry point of every process of a soak run: runs another entry point, and ends when the
/// process that started it is gone, which closes the standard input. So a run that is killed leaves
/// nothing behind.
final class Attached {
  private Attached() {}

  /// Runs another entry point.
  ///
  /// @param arguments the class whose `main` is run, and its arguments
  public static void main(String[] arguments) throws Exception {
    Thread.ofPlatform().name("attached").daemon().start(Attached::awaitEnd);
    Class.forName(arguments[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  private static void awaitEnd() {
    try {
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The end as well.
    }
    Runtime.getRuntime().halt(1);
  }
}
