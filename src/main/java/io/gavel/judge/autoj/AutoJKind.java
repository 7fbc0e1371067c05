package io.gavel.judge.autoj;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.JudgeProfile;
import io.gavel.deadletter.Reason;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.kind.JudgeKind;
import io.gavel.judge.kind.KindOptions;
import io.gavel.judge.kind.Layout;
import io.gavel.judge.kind.Reading;
import io.gavel.judge.kind.Rendering;
import io.gavel.judge.kind.Scale;
import io.gavel.judge.kind.Transcript;
import io.gavel.judge.protocol.ChatCompletions;
import io.gavel.judge.protocol.Protocol;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Auto-J ("Generative Judge for Evaluating Alignment", arXiv 2310.05470): rates one response from
/// 1 to 10, decimals included, or decides between two. Its prompts have a place for neither a
/// rubric's criteria nor a reference answer; it judges by what it learnt, and everything it
/// concludes is flagged [Rendering#CRITERIA_NOT_SHOWN].
public final class AutoJKind implements JudgeKind {
  private static final String PUBLISHED = "published";
  private static final Scale SCALE = new Scale(1, 10);

  private final String variant;
  private final Optional<Layout> single;
  private final Optional<Layout> pairwise;
  private final Protocol protocol;

  /// @param variant the variant of the prompts, as judgements name it
  /// @param single the prompt for one response; empty: none is rated
  /// @param pairwise the prompt for two; empty: none are compared
  /// @param protocol how its servers are spoken to
  AutoJKind(String variant, Optional<Layout> single, Optional<Layout> pairwise, Protocol protocol) {
    this.variant = variant;
    this.single = single;
    this.pairwise = pairwise;
    this.protocol = protocol;
  }

  /// The kind of a profile.
  ///
  /// @param name the profile's name, for messages
  /// @param profile its settings
  /// @param options `single` and `pairwise`, the texts of the prompts; one at least
  /// @throws InvalidConfigException when one of them cannot be used
  public static AutoJKind of(String name, JudgeProfile profile, KindOptions options) {
    String variant = profile.promptVariant().isEmpty() ? PUBLISHED : profile.promptVariant();
    boolean own = variant.equals("own");
    if (!own && !variant.equals(PUBLISHED)) {
      throw new InvalidConfigException(
          "judge.profiles.%s.prompt_variant: %s is not allowed: it must be published or own"
              .formatted(name, variant));
    }
    Optional<Layout> single = PublishedPrompt.SINGLE.of(options, own);
    Optional<Layout> pairwise = PublishedPrompt.PAIRWISE.of(options, own);
    if (single.isEmpty() && pairwise.isEmpty()) {
      throw options.refused(
          "single",
          "",
          "the text of Auto-J's prompt, such as ${file:/etc/gavel/auto-j-single.txt}, unless there is the option pairwise; docs/judges/auto-j.md says where it is published");
    }
    return new AutoJKind(variant, single, pairwise, new ChatCompletions(profile));
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
  public Rendering render(JudgeRequest request) {
    Rubric rubric = request.getRubric();
    boolean pair = rubric.getMode() == RubricMode.RELATIVE;
    Optional<String> objection = objection(request);
    Optional<Layout> layout = pair ? pairwise : single;
    if (objection.isPresent() || layout.isEmpty()) {
      return new Rendering.Unsupported(
          Reason.UNSUPPORTED_RUBRIC,
          "rubric %s version %d %s"
              .formatted(
                  rubric.getRubricId(),
                  rubric.getVersion(),
                  objection.orElse(
                      pair
                          ? "is relative, and the judge profile has no asking.options.pairwise"
                          : "is absolute, and the judge profile has no asking.options.single")));
    }
    String text =
        layout
            .get()
            .fill(
                Map.of(
                    "prompt",
                    Transcript.of(request.getGeneration()),
                    "response",
                    request.getGeneration().getResponse(),
                    "response_another",
                    request.getComparedTo().map(Generation::getResponse).orElse("")));
    List<String> flags = new ArrayList<>(List.of(Rendering.CRITERIA_NOT_SHOWN));
    if (assessed(request).stream().anyMatch(Injection::suspected)) {
      flags.add(Rendering.INJECTION_SUSPECTED);
    }
    return new Rendering.Rendered(Prompt.Chat.user(text), false, flags);
  }

  @Override
  public Reading read(JudgeRequest request, Answer answer) {
    return switch (answer) {
      case Answer.Written written when written.cutOff() -> new Reading.CutOff();
      case Answer.Written written ->
          request.getRubric().getMode() == RubricMode.RELATIVE
              ? DecisionReader.read(written.text(), assessed(request))
              : RatingReader.read(written.text(), assessed(request));
      case Answer.Numbers _ -> new Reading.Unreadable("it is numbers, not words");
    };
  }

  /// Why a rubric cannot be judged by; empty where it can.
  private static Optional<String> objection(JudgeRequest request) {
    Rubric rubric = request.getRubric();
    if (rubric.getReferenceUse() == ReferenceUse.REQUIRED) {
      return Optional.of(
          "requires a reference answer, and the prompts of an auto-j judge have no place for one");
    }
    if (!rubric.getChecklist().isEmpty()) {
      return Optional.of("has a checklist, which an auto-j judge does not answer");
    }
    if (rubric.getMode() == RubricMode.RELATIVE) {
      return request.getComparedTo().isPresent()
          ? Optional.empty()
          : Optional.of("is relative, and the request holds no second generation");
    }
    if (rubric.getLevels().isEmpty() || !Scale.of(rubric).equals(SCALE)) {
      return Optional.of("is not on the scale of 1 to 10, the only one an auto-j judge knows");
    }
    return Optional.empty();
  }

  /// What others than the operator wrote. Any of it may be hostile.
  private static List<String> assessed(JudgeRequest request) {
    List<String> texts = new ArrayList<>();
    texts.add(Transcript.of(request.getGeneration()));
    texts.add(request.getGeneration().getResponse());
    request.getComparedTo().map(Generation::getResponse).ifPresent(texts::add);
    return texts;
  }
}
