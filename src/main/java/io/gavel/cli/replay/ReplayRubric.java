package io.gavel.cli.replay;

import io.gavel.schema.Policy;
import io.gavel.schema.PolicyRubric;
import io.gavel.schema.Priority;
import io.gavel.schema.Rubric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The rubric that a replay judges by, as it was asked for.
///
/// @param id the rubric's
/// @param version the one that is meant; empty: the newest
public record ReplayRubric(String id, Optional<Integer> version) {
  private static final Pattern WRITTEN = Pattern.compile("(.+?)(?:@([1-9][0-9]{0,8}))?");

  /// The one policy of a replay.
  static final String POLICY_ID = "replay";

  /// Reads `ID` or `ID@VERSION`; empty where the text is neither.
  public static Optional<ReplayRubric> parse(String text) {
    Matcher parts = WRITTEN.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new ReplayRubric(
            parts.group(1), Optional.ofNullable(parts.group(2)).map(Integer::valueOf)));
  }

  /// The record: the replay's own, where it has one, else production's.
  ///
  /// @param own the rubrics in the replay's topics
  /// @param production those in production's
  /// @throws ReplayException when there is none, or not in this version
  public Rubric choose(Map<String, Rubric> own, Map<String, Rubric> production) {
    @Nullable Rubric found = own.getOrDefault(id, production.get(id));
    if (found == null) {
      throw new ReplayException(
          "there is no rubric %s: publish it with `gavel apply FILE`, or for the replay alone with `gavel apply --replay NAME FILE`"
              .formatted(id));
    }
    if (version.isPresent() && version.get() != found.getVersion()) {
      throw new ReplayException(
          own.containsKey(id)
              ? "the replay judges by version %d of rubric %s and keeps to it: give another name with --as for version %d"
                  .formatted(found.getVersion(), id, version.get())
              : "rubric %s is there in version %d, not in %d: publish that with `gavel apply --replay NAME FILE`, and give --as NAME"
                  .formatted(id, found.getVersion(), version.get()));
    }
    return found;
  }

  /// The policy under which all of a replay is judged.
  ///
  /// @param rate above 0, at most 1
  static Policy policy(Rubric rubric, double rate) {
    return Policy.newBuilder()
        .setPolicyId(POLICY_ID)
        .setRubrics(
            List.of(
                PolicyRubric.newBuilder().setRubricId(rubric.getRubricId()).setWeight(1.0).build()))
        .setSamplingRate(rate)
        .setPriority(Priority.BACKFILL)
        .build();
  }
}
