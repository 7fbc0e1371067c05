package io.gavel.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a query of Prometheus names: its metrics with the labels that select from them, and the
/// labels by which it groups and joins. It reads the words and does not check the grammar.
///
/// @param selected labels in braces, by the metric before them
/// @param grouped labels of `by`, `without`, `on`, `ignoring`, `group_left`, `group_right`
record PromQl(Map<String, Set<String>> selected, Set<String> grouped) {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|\\[[^]]*]|[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9.]+[a-z]*|[^\\sa-zA-Z_:0-9]");
  private static final Set<String> GROUPING =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
  private static final Set<String> KEYWORDS =
      Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");

  static PromQl parse(String query) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(query);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    Map<String, Set<String>> selected = new TreeMap<>();
    Set<String> grouped = new TreeSet<>();
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
      if (GROUPING.contains(token)) {
        if (next.equals("(")) {
          i = words(tokens, i + 2, ")", grouped);
        }
      } else if (isWord(token) && !KEYWORDS.contains(token) && !isFunction(next)) {
        Set<String> labels = selected.computeIfAbsent(token, ignored -> new TreeSet<>());
        if (next.equals("{")) {
          i = words(tokens, i + 2, "}", labels);
        }
      }
    }
    return new PromQl(selected, grouped);
  }

  /// Takes the words up to a closing token.
  ///
  /// @return where that is
  private static int words(List<String> tokens, int from, String end, Set<String> words) {
    int at = from;
    while (!tokens.get(at).equals(end)) {
      if (isWord(tokens.get(at))) {
        words.add(tokens.get(at));
      }
      at++;
    }
    return at;
  }

  /// Whether what stands before this is a function or an aggregation and no metric.
  private static boolean isFunction(String next) {
    return next.equals("(") || next.equals("by") || next.equals("without");
  }

  private static boolean isWord(String token) {
    return token.matches("[a-zA-Z_:].*");
  }
}
