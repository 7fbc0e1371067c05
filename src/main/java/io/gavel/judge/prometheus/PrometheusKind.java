package io.gavel.judge.prometheus;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.JudgeProfile;
import io.gavel.deadletter.Reason;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.kind.JudgeKind;
import io.gavel.judge.kind.KindOptions;
import io.gavel.judge.kind.Reading;
import io.gavel.judge.kind.Rendering;
import io.gavel.judge.protocol.ChatCompletions;
import io.gavel.judge.protocol.Protocol;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Level;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Prometheus 2 and its successors, by direct assessment on the scale of 1 to 5, the only one they
/// were trained on. The system text leads the one user message, as the first model's chat template
/// had no system role.
public final class PrometheusKind implements JudgeKind {
  private static final List<Integer> SCALE = List.of(1, 2, 3, 4, 5);

  private final Template withReference;
  private final Template withoutReference;
  private final Template rubric = new Template(Template.resource("rubric.txt"));

  private final PromptVariant variant;
  private final Protocol protocol;

  /// @param variant the published variant of the prompt
  /// @param protocol how its servers are spoken to
  public PrometheusKind(PromptVariant variant, Protocol protocol) {
    this.variant = variant;
    this.protocol = protocol;
    withReference = message(variant, "absolute_with_reference.txt");
    withoutReference = message(variant, "absolute_without_reference.txt");
  }

  /// The kind of a profile.
  ///
  /// @param name the profile's name, for messages
  /// @param profile its settings
  /// @param options none yet
  /// @throws InvalidConfigException when there is no such variant
  public static PrometheusKind of(String name, JudgeProfile profile, KindOptions options) {
    String variant = profile.promptVariant();
    return new PrometheusKind(
        variant.isEmpty()
            ? PromptVariant.PROMETHEUS_2
            : PromptVariant.of(variant)
                .orElseThrow(() ->
                    new InvalidConfigException(
                        "judge.profiles.%s.prompt_variant: %s is not allowed: it must be prometheus-2 or prometheus-eval"
                            .formatted(name, variant))),
        new ChatCompletions(profile));
  }

  @Override
  public String variant() {
    return variant.code();
  }

  @Override
  public Protocol protocol() {
    return protocol;
  }

  @Override
  public Rendering render(JudgeRequest request) {
    Rubric asked = request.getRubric();
    String named = "rubric " + asked.getRubricId() + " version " + asked.getVersion();
    if (asked.getMode() != RubricMode.ABSOLUTE) {
      return new Rendering.Unsupported(
          Reason.UNSUPPORTED_RUBRIC, named + " is relative; only absolute rubrics are judged");
    }
    List<Integer> scale = asked.getLevels().stream().map(Level::getScore).toList();
    if (!scale.equals(SCALE)) {
      return new Rendering.Unsupported(
          Reason.UNSUPPORTED_RUBRIC,
          "%s has the levels %s; a prometheus judge knows 1 to 5 only".formatted(named, scale));
    }
    Optional<String> reference = reference(request);
    if (reference.isEmpty() && asked.getReferenceUse() == ReferenceUse.REQUIRED) {
      return new Rendering.Unsupported(
          Reason.REFERENCE_MISSING,
          named + " requires a reference answer, and the request holds none");
    }
    Map<String, String> values = new HashMap<>();
    values.put("instruction", Dialogue.instruction(request.getGeneration()));
    values.put("response", request.getGeneration().getResponse());
    values.put("rubric", layOut(asked));
    reference.ifPresent(answer -> values.put("reference_answer", answer));
    Template template = reference.isPresent() ? withReference : withoutReference;
    return new Rendering.Rendered(
        Prompt.Chat.user(template.fill(values)),
        reference.isPresent(),
        assessed(request).stream().anyMatch(Injection::suspected)
            ? List.of(Injection.FLAG)
            : List.of());
  }

  @Override
  public Reading read(JudgeRequest request, Answer answer) {
    return switch (answer) {
      case Answer.Written written ->
          written.cutOff()
              ? new Reading.CutOff()
              : AnswerReader.read(written.text(), assessed(request));
      case Answer.Numbers _ -> new Reading.Unreadable("it is numbers, not words");
    };
  }

  /// What others than the operator wrote: the instruction with the turns before it, as laid out for
  /// the judge, and the response. Any of it may be hostile.
  private static List<String> assessed(JudgeRequest request) {
    return List.of(
        Dialogue.instruction(request.getGeneration()), request.getGeneration().getResponse());
  }

  /// A blank reference answer is none: it would tell the judge that saying nothing earns a 5.
  private static Optional<String> reference(JudgeRequest request) {
    return request.getRubric().getReferenceUse() == ReferenceUse.NONE
        ? Optional.empty()
        : request.getReferenceAnswer().filter(answer -> !answer.isBlank());
  }

  private String layOut(Rubric asked) {
    Map<String, String> values = new HashMap<>();
    values.put("criteria", asked.getCriteria());
    for (Level level : asked.getLevels()) {
      values.put("score" + level.getScore() + "_description", level.getDescription());
    }
    return rubric.fill(values);
  }

  private static Template message(PromptVariant variant, String prompt) {
    return new Template(
        Template.resource("absolute_system.txt")
            + "\n\n"
            + variant.apply(Template.resource(prompt)));
  }
}
