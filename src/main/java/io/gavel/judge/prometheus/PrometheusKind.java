package io.gavel.judge.prometheus;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.JudgeProfile;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.expectation.Expectations;
import io.gavel.judge.kind.Distribution;
import io.gavel.judge.kind.JudgeKind;
import io.gavel.judge.kind.KindOptions;
import io.gavel.judge.kind.Reading;
import io.gavel.judge.kind.Rendering;
import io.gavel.judge.prometheus.answer.AnswerReader;
import io.gavel.judge.prometheus.answer.Finding;
import io.gavel.judge.prometheus.answer.Injection;
import io.gavel.judge.prometheus.answer.Symbols;
import io.gavel.judge.protocol.Protocol;
import io.gavel.schema.Check;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Preferred;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Prometheus 2 and its successors: direct assessment on the scale of 1 to 5, the only one they
/// were trained on, pairs, and single questions of yes or no.
public final class PrometheusKind implements JudgeKind {
  private final PromptVariant variant;
  private final Api api;
  private final Task absolute;
  private final Task relative = Task.relative();
  private final Task question;

  /// @param variant the published variant of the prompt
  /// @param api how its servers are spoken to
  PrometheusKind(PromptVariant variant, Api api) {
    this.variant = variant;
    this.api = api;
    this.absolute = Task.absolute(variant);
    this.question = Task.question(variant);
  }

  /// The kind of a profile.
  ///
  /// @param name the profile's name, for messages
  /// @param profile its settings
  /// @param options `api`: `chat` or `completions`; with completions `chat_template`
  /// @throws InvalidConfigException when there is no such variant, or an option cannot be used
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
        Api.of(profile, options));
  }

  @Override
  public String variant() {
    return variant.code();
  }

  @Override
  public Protocol protocol() {
    return api.protocol();
  }

  @Override
  public Rendering render(JudgeRequest request) {
    Optional<String> reference = Askable.reference(request);
    Optional<Rendering.Unsupported> refusal = Askable.refusal(request, reference.isPresent());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Map<String, String> values = new HashMap<>();
    values.put("instruction", Dialogue.instruction(request.getGeneration()));
    values.put("response", request.getGeneration().getResponse());
    values.put("response_A", request.getGeneration().getResponse());
    request.getComparedTo().ifPresent(other -> values.put("response_B", other.getResponse()));
    reference.ifPresent(answer -> values.put("reference_answer", answer));
    return new Rendering.Rendered(
        api.prompt().apply(task(request.getRubric()).message(request.getRubric(), values)),
        reference.isPresent(),
        assessed(request).stream().anyMatch(Injection::suspected)
            ? List.of(Rendering.INJECTION_SUSPECTED)
            : List.of());
  }

  @Override
  public Reading read(JudgeRequest request, Answer answer) {
    if (!(answer instanceof Answer.Written written)) {
      return new Reading.Unreadable("it is numbers, not words");
    }
    if (written.cutOff()) {
      return new Reading.CutOff();
    }
    Symbols symbols = task(request.getRubric()).symbols();
    return switch (AnswerReader.read(written.text(), symbols, assessed(request))) {
      case Finding.Doubt doubt -> new Reading.Unreadable(doubt.why());
      case Finding.Found found ->
          conclusion(
              request.getRubric(),
              symbols,
              found,
              Expectations.of(written, found.from(), found.at(), symbols.names()));
    };
  }

  private static Reading.Conclusion conclusion(
      Rubric asked, Symbols symbols, Finding.Found found, @Nullable Distribution distribution) {
    return switch (symbols) {
      case LEVELS ->
          new Reading.Score(
              Integer.parseInt(found.symbol()), found.feedback(), distribution, List.of());
      case PAIR ->
          new Reading.Preference(
              found.symbol().equals("A") ? Preferred.FIRST : Preferred.SECOND,
              found.feedback(),
              distribution);
      case ANSWERS -> {
        boolean met = found.symbol().equals("YES");
        yield new Reading.Score(
            met ? 1 : 0,
            found.feedback(),
            distribution,
            List.of(new Check(asked.getChecklist().getFirst(), met)));
      }
    };
  }

  private Task task(Rubric asked) {
    if (asked.getMode() == RubricMode.RELATIVE) {
      return relative;
    }
    return asked.getChecklist().isEmpty() ? absolute : question;
  }

  /// What others than the operator wrote: the instruction with the turns before it, as laid out for
  /// the judge, and each response. Any of it may be hostile.
  private static List<String> assessed(JudgeRequest request) {
    List<String> texts = new ArrayList<>();
    texts.add(Dialogue.instruction(request.getGeneration()));
    texts.add(request.getGeneration().getResponse());
    request.getComparedTo().map(Generation::getResponse).ifPresent(texts::add);
    return texts;
  }
}
