package io.gavel.judge.rewardmodel;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.JudgeProfile;
import io.gavel.deadletter.Reason;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.kind.JudgeKind;
import io.gavel.judge.kind.KindOptions;
import io.gavel.judge.kind.Reading;
import io.gavel.judge.kind.Rendering;
import io.gavel.judge.kind.Scale;
import io.gavel.judge.kind.Transcript;
import io.gavel.judge.protocol.Classification;
import io.gavel.judge.protocol.Pooling;
import io.gavel.judge.protocol.Prediction;
import io.gavel.judge.protocol.Protocol;
import io.gavel.judge.protocol.Scoring;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Sequence classifiers and reward models. They give one response a number by what they learnt:
/// they see neither a rubric's criteria nor a reference answer, and their scores are flagged
/// [Rendering#CRITERIA_NOT_SHOWN]. Their words are the number itself.
public final class RewardModelKind implements JudgeKind {
  /// Tokens by which chat templates tell turns apart; in a response they make up turns of its own.
  private static final Pattern CONTROL =
      Pattern.compile(
          "<\\|[A-Za-z0-9_]{1,40}\\|>|</?s>|\\[/?INST]|<</?SYS>>|<(?:start|end)_of_turn>|<extra_[0-9]{1,3}>");

  private final String variant;
  private final Wording wording;
  private final Which which;
  private final Mapping mapping;
  private final Protocol protocol;

  private RewardModelKind(
      String api, Wording wording, Which which, Mapping mapping, Protocol protocol) {
    this.variant = api + "-" + wording.code();
    this.wording = wording;
    this.which = which;
    this.mapping = mapping;
    this.protocol = protocol;
  }

  /// The kind of a profile.
  ///
  /// @param name the profile's name, for messages
  /// @param profile its settings
  /// @param options `api`, `raw`, `task`, `text`, `label`, `index`, `sigmoid`, `lowest`, `highest`,
  ///   `beyond`; see docs/judges/reward-model.md
  /// @throws InvalidConfigException when one of them cannot be used
  public static RewardModelKind of(String name, JudgeProfile profile, KindOptions options) {
    String path = "judge.profiles." + name;
    if (!profile.promptVariant().isEmpty()) {
      throw new InvalidConfigException(
          "%s.prompt_variant: %s is not allowed: a reward-model judge has no variants; set asking.options.text for a layout"
              .formatted(path, profile.promptVariant()));
    }
    if (profile.temperature() != 0) {
      throw new InvalidConfigException(
          "%s.temperature: %s is not allowed: a reward-model judge draws nothing, so it must be 0"
              .formatted(path, profile.temperature()));
    }
    String api = options.word("api", "classify", "classify", "score", "pooling", "predict");
    boolean raw = options.word("raw", "false", "true", "false").equals("true");
    Wording wording =
        switch (api) {
          case "score" -> new Wording.Pair();
          case "predict" -> Wording.of(options, new Wording.Pair());
          default -> Wording.of(options, new Wording.Turns());
        };
    Protocol protocol =
        switch (api) {
          case "score" -> new Scoring(profile.model(), raw);
          case "predict" -> new Prediction(raw);
          case "pooling" -> new Pooling(profile.model(), raw, options.text("task", ""));
          default -> new Classification(profile.model(), raw);
        };
    return new RewardModelKind(
        api, wording, Which.of(options, api.equals("predict")), Mapping.of(options), protocol);
  }

  @Override
  public String variant() {
    return variant;
  }

  @Override
  public Protocol protocol() {
    return protocol;
  }

  @Override
  public boolean writes() {
    return false;
  }

  @Override
  public Rendering render(JudgeRequest request) {
    Rubric rubric = request.getRubric();
    Optional<String> objection = objection(rubric);
    if (objection.isPresent()) {
      return new Rendering.Unsupported(
          Reason.UNSUPPORTED_RUBRIC,
          "rubric %s version %d %s"
              .formatted(rubric.getRubricId(), rubric.getVersion(), objection.get()));
    }
    Generation generation = request.getGeneration();
    List<String> flags = new ArrayList<>(List.of(Rendering.CRITERIA_NOT_SHOWN));
    if (CONTROL.matcher(generation.getResponse()).find()
        || CONTROL.matcher(Transcript.of(generation)).find()) {
      flags.add(Rendering.INJECTION_SUSPECTED);
    }
    return new Rendering.Rendered(wording.prompt(generation), false, flags);
  }

  @Override
  public Reading read(JudgeRequest request, Answer answer) {
    return switch (answer) {
      case Answer.Written _ -> new Reading.Unreadable("it is words, not numbers");
      case Answer.Numbers numbers -> read(request.getRubric(), numbers);
    };
  }

  private Reading read(Rubric rubric, Answer.Numbers numbers) {
    OptionalInt place = which.in(numbers);
    if (place.isEmpty()) {
      return new Reading.Unreadable(
          "it holds %d numbers, not %s".formatted(numbers.values().size(), which.described()));
    }
    double reward = numbers.values().get(place.getAsInt());
    if (!Double.isFinite(reward)) {
      return new Reading.Unreadable("what counts in it is not a finite number");
    }
    OptionalDouble score = mapping.score(reward, Scale.of(rubric));
    if (score.isEmpty()) {
      return new Reading.Unreadable(
          String.format(
              Locale.ROOT,
              "its number, %s, lies beyond asking.options' lowest and highest, %s",
              reward,
              mapping.range()));
    }
    String clamped =
        mapping.clamps(reward) ? ", beyond the range of " + mapping.range() + " and clamped" : "";
    return Reading.Score.of(score.getAsDouble(), "reward " + reward + clamped);
  }

  /// Why a rubric cannot be judged by; empty where it can.
  private static Optional<String> objection(Rubric rubric) {
    if (rubric.getMode() == RubricMode.RELATIVE) {
      return Optional.of(
          "is relative; a reward-model judge gives one response a number and compares none, so use an absolute rubric, whose scores can be compared");
    }
    if (rubric.getReferenceUse() == ReferenceUse.REQUIRED) {
      return Optional.of("requires a reference answer, which a reward-model judge is not shown");
    }
    if (!rubric.getChecklist().isEmpty()) {
      return Optional.of("has a checklist, which a reward-model judge does not answer");
    }
    if (rubric.getLevels().size() < 2) {
      return Optional.of("has no levels");
    }
    return Optional.empty();
  }
}
