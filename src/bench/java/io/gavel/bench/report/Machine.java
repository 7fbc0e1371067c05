package io.gavel.bench.report;

import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/// What the benchmark runs on, and which versions it compares.
public final class Machine {
  private Machine() {}

  /// Cores, memory, processor and system.
  public static Map<String, String> machine() {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      machine.put("memory", system.getTotalMemorySize() / (1 << 30) + " GiB");
    }
    machine.put("processor", processor());
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    return machine;
  }

  /// JDK, Kafka, Parallel Consumer, and Gavel's commit.
  public static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("JDK", Runtime.version().toString());
    versions.put("Kafka", AppInfoParser.getVersion());
    String jar =
        Path.of(
                ParallelStreamProcessor.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath())
            .getFileName()
            .toString();
    versions.put("Parallel Consumer", jar.replaceAll(".*-core-(.*)\\.jar", "$1"));
    versions.put("Gavel", commit());
    return versions;
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.replaceFirst(".*:\\s*", ""))
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static String commit() {
    try {
      Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
      String first = git.inputReader().readLine();
      return first == null ? "unknown" : first;
    } catch (IOException e) {
      return "unknown";
    }
  }
}
