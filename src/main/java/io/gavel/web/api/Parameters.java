package io.gavel.web.api;

import io.gavel.web.RefusedException;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The query parameters of one request, checked: one that is not known, given twice or of a wrong
/// value is answered 400 with its name and what is allowed.
public final class Parameters {
  private static final int LONGEST = 512;

  private final Context context;

  private Parameters(Context context) {
    this.context = context;
  }

  /// The parameters of a request.
  ///
  /// @param known the names there are
  public static Parameters of(Context context, String... known) {
    Set<String> names = new TreeSet<>(List.of(known));
    context
        .queryParamMap()
        .forEach((name, values) -> {
          if (!names.contains(name)) {
            throw RefusedException.badParameter(
                "the parameter '%s'".formatted(shown(name)),
                names.isEmpty()
                    ? "left out: this path takes none"
                    : "one of " + String.join(", ", names));
          }
          if (values.size() > 1) {
            throw RefusedException.badParameter(name, "given once");
          }
          if (values.getFirst().length() > LONGEST) {
            throw RefusedException.badParameter(
                name, "at most %d characters long".formatted(LONGEST));
          }
        });
    return new Parameters(context);
  }

  /// A text; empty where it is not given, or is given as nothing.
  public Optional<String> text(String name) {
    return Optional.ofNullable(context.queryParam(name)).filter(it -> !it.isEmpty());
  }

  /// A whole number.
  ///
  /// @param otherwise where it is not given
  public int number(String name, int lowest, int highest, int otherwise) {
    String given = context.queryParam(name);
    if (given == null) {
      return otherwise;
    }
    if (given.matches("\\d{1,9}")) {
      int number = Integer.parseInt(given);
      if (number >= lowest && number <= highest) {
        return number;
      }
    }
    throw RefusedException.badParameter(
        name, "a whole number from %d to %d".formatted(lowest, highest));
  }

  /// One of several words; the first where it is not given.
  public String oneOf(String name, List<String> allowed) {
    String given = context.queryParam(name);
    if (given == null) {
      return allowed.getFirst();
    }
    if (!allowed.contains(given)) {
      throw RefusedException.badParameter(name, "one of " + String.join(", ", allowed));
    }
    return given;
  }

  /// Whether something is asked for; not where it is not given.
  public boolean flag(String name) {
    return oneOf(name, List.of("false", "true")).equals("true");
  }

  /// What was given, as it may be shown in an answer.
  private static String shown(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "...";
  }
}
