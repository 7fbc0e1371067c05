package io.gavel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every link of every page in the repository leads to a file, and every anchor to a heading.
final class LinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern IMAGE = Pattern.compile("<img src=\"([^\"#]+)\"()");
  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules");

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    Files.walkFileTree(
        Path.of("").toAbsolutePath(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              pages.add(Path.of("").toAbsolutePath().relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) throws IOException {
    String text = prose(page);
    List<String> broken =
        Stream.concat(LINK.matcher(text).results(), IMAGE.matcher(text).results())
            .filter(it -> !it.group(1).matches("[a-z]+:.*"))
            .filter(it -> !leads(page, it.group(1), it.group(2)))
            .map(it -> it.group())
            .toList();

    assertThat(broken).as("links of %s that lead nowhere", page).isEmpty();
  }

  @Test
  void everyPageOfTheDocumentationIsInItsIndex() throws IOException {
    Path index = Path.of("docs/README.md");
    List<Path> linked =
        LINK.matcher(prose(index))
            .results()
            .map(it -> index.resolveSibling(it.group(1)).normalize())
            .toList();

    assertThat(linked)
        .containsAll(
            pages().stream().filter(it -> it.startsWith("docs") && !it.equals(index)).toList());
  }

  @Test
  void anAnchorIsMadeAsGitHubMakesIt() {
    assertThat(anchors("# Exactly once\n## `judge.pool`\n## A, b: \"c\"\n## Exactly once\n"))
        .containsExactlyInAnyOrder("exactly-once", "judgepool", "a-b-c", "exactly-once-1");
  }

  private static String prose(Path page) throws IOException {
    return FENCED.matcher(Files.readString(page)).replaceAll("");
  }

  private static boolean leads(Path page, String path, String anchor) {
    Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
    try {
      return Files.exists(target)
          && (anchor == null || anchor.isEmpty() || anchors(prose(target)).contains(anchor));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The anchors of a page's headings; a heading that is there twice has a number behind it.
  private static Set<String> anchors(String page) {
    Map<String, Integer> seen = new HashMap<>();
    Set<String> anchors = new TreeSet<>();
    HEADING
        .matcher(page)
        .results()
        .map(it -> it.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", ""))
        .map(it -> it.replace(' ', '-'))
        .forEach(it -> {
          int before = seen.merge(it, 1, Integer::sum) - 1;
          anchors.add(before == 0 ? it : it + "-" + before);
        });
    return anchors;
  }
}
