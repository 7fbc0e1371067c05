package io.gavel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.deadletter.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages about running Gavel against what they are about.
final class RunbooksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern REASON = Pattern.compile("--reason ([a-z_]+)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  private static List<String> headings(Path page) throws IOException {
    return HEADING.matcher(Files.readString(page)).results().map(it -> it.group(1)).toList();
  }

  /// As GitHub makes an anchor of a heading.
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }

  @Test
  void everyAlertHasARunbookThatItNamesAndEveryRunbookAnAlert() throws IOException {
    Set<String> alerts = new TreeSet<>();
    for (JsonNode rule :
        DeploymentFiles.rules(DeploymentFiles.document(DeploymentFiles.RULES).path("groups"))) {
      String name = rule.path("alert").asText();
      alerts.add(name);
      assertThat(rule.at("/annotations/runbook_url").asText())
          .isEqualTo("docs/runbooks.md#" + anchor(name));
    }
    alerts.add("GavelDrift");

    assertThat(
            headings(Path.of("docs/runbooks.md")).stream()
                .filter(it -> it.startsWith("Gavel"))
                .toList())
        .containsExactlyInAnyOrderElementsOf(alerts);
  }

  @Test
  void everyReasonThatARunbookNamesIsOne() throws IOException {
    Set<String> reasons =
        Arrays.stream(Reason.values()).map(Reason::code).collect(Collectors.toSet());

    assertThat(REASON.matcher(Files.readString(Path.of("docs/runbooks.md"))).results())
        .isNotEmpty()
        .allMatch(it -> reasons.contains(it.group(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs/runbooks.md",
        "docs/security.md",
        "docs/threat-model.md",
        "docs/deployment/compose.md",
        "docs/deployment/kubernetes.md",
        "k8s/overlays/small/README.md",
        "k8s/overlays/production/README.md",
        "k8s/overlays/gpu/README.md"
      })
  void everyLinkOfAPageLeadsSomewhere(String name) throws IOException {
    Path page = Path.of(name);
    List<String> broken =
        LINK.matcher(Files.readString(page))
            .results()
            .filter(it -> !it.group(1).startsWith("http"))
            .filter(it -> !leads(page, it.group(1), it.group(2)))
            .map(it -> it.group())
            .collect(Collectors.toList());

    assertThat(broken).isEmpty();
  }

  private static boolean leads(Path page, String path, String anchor) {
    Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
    try {
      return Files.exists(target)
          && (anchor == null
              || headings(target).stream().anyMatch(it -> anchor(it).equals(anchor)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
