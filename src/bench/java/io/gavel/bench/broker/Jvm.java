package io.gavel.bench.broker;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts further processes with this one's JDK and class path.
public final class Jvm {
  private Jvm() {}

  /// Starts a class; what it says on standard error goes where this process's goes.
  ///
  /// @param heap its `-Xmx`, such as `256m`
  /// @param main the class
  /// @param arguments its arguments
  public static Process start(String heap, Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.gavel.schema");
    command.add(
        "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", ""));
    command.add("-Dbench.log=" + main.getSimpleName());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(new File("").getAbsoluteFile())
        .redirectError(Redirect.INHERIT)
        .start();
  }
}
