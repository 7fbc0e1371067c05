package io.gavel.web.api.feedback;

import io.gavel.schema.Feedback;
import io.gavel.web.Answers;
import io.gavel.web.RefusedException;
import io.gavel.web.Routes;
import io.gavel.web.api.Parameters;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// `GET /api/feedback`: the newest feedback; `GET /api/feedback/{request_id}`: one with what was
/// judged.
public final class FeedbackRoutes implements Routes {
  private static final int LIMIT = 50;
  private static final int MOST = 500;

  /// Of the judge's words in a list; the whole is at the feedback's own path.
  private static final int LONGEST_IN_LIST = 4_000;

  private final FeedbackSource source;

  /// @param source knows it
  public FeedbackRoutes(FeedbackSource source) {
    this.source = source;
  }

  @Override
  public List<Path> paths() {
    return List.of(
        new Path("/api/feedback", "the newest feedback"),
        new Path("/api/feedback/{request_id}", "one, with what was judged"));
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/api/feedback", this::list);
    routes.get("/api/feedback/{request_id}", this::show);
  }

  private void list(Context context) {
    Parameters given = Parameters.of(context, "application", "model", "rubric", "flag", "limit");
    int limit = given.number("limit", 1, MOST, LIMIT);
    Predicate<Feedback> wanted = _ -> true;
    wanted = and(wanted, given, "application", (it, value) -> it.getApplication().equals(value));
    wanted = and(wanted, given, "model", (it, value) -> it.getModel().equals(value));
    wanted = and(wanted, given, "rubric", (it, value) -> it.getRubricId().equals(value));
    wanted = and(wanted, given, "flag", (it, value) -> it.getFlags().contains(value));
    Answers.compact(
        context,
        Map.of(
            "feedback",
            source.newest(wanted, limit).stream()
                .map(it -> FeedbackView.of(it, LONGEST_IN_LIST))
                .toList()));
  }

  private interface Rule {
    boolean holds(Feedback feedback, String value);
  }

  private static Predicate<Feedback> and(
      Predicate<Feedback> before, Parameters given, String name, Rule rule) {
    return given
        .text(name)
        .map(value -> before.and(feedback -> rule.holds(feedback, value)))
        .orElse(before);
  }

  private void show(Context context) {
    Parameters.of(context);
    Answers.compact(
        context,
        source
            .find(context.pathParam("request_id"))
            .map(WholeView::of)
            .orElseThrow(() ->
                RefusedException.notFound(
                    "no feedback of this request is held here, or no longer: only the newest is")));
  }
}
