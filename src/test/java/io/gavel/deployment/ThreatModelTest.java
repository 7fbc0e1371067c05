package io.gavel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/// The page of threats against the tests that it names.
class ThreatModelTest {
  private static final Path PAGE = Path.of("docs/threat-model.md");
  private static final Pattern NAMED = Pattern.compile("`([A-Za-z.]+Test)#([A-Za-z]+)`");

  @Test
  void everyTestThatItNamesIsOne() throws IOException {
    List<String> unknown =
        NAMED
            .matcher(Files.readString(PAGE))
            .results()
            .filter(it -> !isTest(it.group(1), it.group(2)))
            .map(it -> it.group())
            .toList();

    assertThat(unknown).isEmpty();
  }

  @Test
  void everyThreatNamesATest() throws IOException {
    List<String> threats;
    try (Stream<String> lines = Files.lines(PAGE)) {
      threats =
          lines
              .filter(it -> it.startsWith("| "))
              .filter(it -> !it.startsWith("| it tries") && !it.startsWith("| ---"))
              .toList();
    }

    assertThat(threats).hasSizeGreaterThan(25).allMatch(it -> NAMED.matcher(it).find());
  }

  private static boolean isTest(String type, String method) {
    try {
      // Not initialized: some start a browser or a broker.
      Class<?> found =
          Class.forName("io.gavel." + type, false, ThreatModelTest.class.getClassLoader());
      return Arrays.stream(found.getDeclaredMethods())
          .filter(it -> it.getName().equals(method))
          .anyMatch(ThreatModelTest::isRun);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static boolean isRun(Method method) {
    return AnnotationSupport.isAnnotated(method, Testable.class);
  }
}
