package io.gavel.config.source;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts values in the place of `${env:NAME}` and `${file:/path}`, the way secrets come in. What is
/// put in is not looked at again, and never stands in a message.
final class Placeholders {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(?:(env|file):)?([^}]*)}");

  private final Map<String, String> environment;
  private final List<String> problems;

  /// @param environment where names are looked up
  /// @param problems where what is wrong is told, one line each
  Placeholders(Map<String, String> environment, List<String> problems) {
    this.environment = environment;
    this.problems = problems;
  }

  /// Whether a value is one placeholder and nothing else.
  static boolean isWhole(String value) {
    Matcher matcher = PLACEHOLDER.matcher(value);
    return matcher.matches() && matcher.group(1) != null;
  }

  /// The value with its placeholders replaced.
  ///
  /// @param path the key, for messages
  /// @param value as it was written
  /// @param passedThrough whether it is for another program, whose own `${...}` stay as they are
  String resolve(String path, String value, boolean passedThrough) {
    return PLACEHOLDER
        .matcher(value)
        .replaceAll(match -> {
          String kind = match.group(1);
          String name = match.group(2);
          if (kind == null) {
            if (!passedThrough) {
              problems.add(
                  "%s: %s is not known; write ${env:NAME} or ${file:/path}"
                      .formatted(path, match.group()));
            }
            return Matcher.quoteReplacement(match.group());
          }
          return Matcher.quoteReplacement(
              kind.equals("env") ? variable(path, name) : content(path, name));
        });
  }

  private String variable(String path, String name) {
    String value = environment.get(name);
    if (value == null) {
      problems.add("%s: the environment variable %s is not set".formatted(path, name));
      return "";
    }
    return value;
  }

  /// A file's content without the one newline that editors put at its end.
  private String content(String path, String file) {
    try {
      return Files.readString(Path.of(file)).replaceFirst("\\r?\\n\\z", "");
    } catch (NoSuchFileException | InvalidPathException e) {
      problems.add("%s: there is no file %s".formatted(path, file));
    } catch (MalformedInputException e) {
      problems.add("%s: the file %s is not UTF-8 text".formatted(path, file));
    } catch (IOException e) {
      problems.add(
          "%s: the file %s cannot be read (%s)"
              .formatted(path, file, e.getClass().getSimpleName()));
    }
    return "";
  }
}
