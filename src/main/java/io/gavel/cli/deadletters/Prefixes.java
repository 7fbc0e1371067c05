package io.gavel.cli.deadletters;

import io.gavel.schema.DeadLetter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The dead letters that a person named by their ids, or by beginnings of them that no other id
/// has. Keeps what it found, to say what was not found and what is ambiguous. For one thread.
public final class Prefixes implements Predicate<DeadLetter> {
  private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{4,32}");
  private static final int MOST_NAMED = 5;

  private final Map<String, Set<String>> found = new LinkedHashMap<>();

  /// @param prefixes of 4 to 32 hexadecimal digits each; none: every dead letter is meant
  public Prefixes(List<String> prefixes) {
    prefixes.forEach(prefix -> found.put(prefix, new TreeSet<>()));
  }

  /// Whether a text is long enough, and of what ids are made of.
  public static boolean isOne(String text) {
    return PREFIX.matcher(text).matches();
  }

  @Override
  public boolean test(DeadLetter letter) {
    boolean meant = found.isEmpty();
    for (Map.Entry<String, Set<String>> entry : found.entrySet()) {
      if (letter.getDeadLetterId().startsWith(entry.getKey())) {
        meant = true;
        if (entry.getValue().size() < MOST_NAMED) {
          entry.getValue().add(letter.getDeadLetterId());
        }
      }
    }
    return meant;
  }

  /// What is wrong with them, after all dead letters were looked at.
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    found.forEach((prefix, ids) -> {
      if (ids.isEmpty()) {
        problems.add("there is no dead letter %s".formatted(prefix));
      } else if (ids.size() > 1) {
        problems.add("%s is ambiguous: %s".formatted(prefix, String.join(", ", ids)));
      }
    });
    return problems;
  }
}
