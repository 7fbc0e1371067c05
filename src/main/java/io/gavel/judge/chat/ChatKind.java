package io.gavel.judge.chat;

import io.gavel.config.InvalidConfigException;
import io.gavel.config.JudgeProfile;
import io.gavel.deadletter.Reason;
import io.gavel.judge.exchange.Answer;
import io.gavel.judge.kind.JudgeKind;
import io.gavel.judge.kind.KindOptions;
import io.gavel.judge.kind.Reading;
import io.gavel.judge.kind.Rendering;
import io.gavel.judge.kind.Scale;
import io.gavel.judge.protocol.ChatCompletions;
import io.gavel.judge.protocol.Protocol;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.ReferenceUse;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.util.List;
import java.util.Optional;

/// Any chat model, by a template: integer scales of 2 to 100 levels, checklists of 1 to 50 items,
/// and pairs.
public final class ChatKind implements JudgeKind {
  private static final int FEWEST_LEVELS = 2;
  private static final int MOST_LEVELS = 100;
  private static final int MOST_ITEMS = 50;

  private final ChatPrompt prompt;
  private final AnswerForm form;
  private final boolean tie;
  private final Protocol protocol;

  private ChatKind(ChatPrompt prompt, AnswerForm form, boolean tie, Protocol protocol) {
    this.prompt = prompt;
    this.form = form;
    this.tie = tie;
    this.protocol = protocol;
  }

  /// The kind of a profile.
  ///
  /// @param name the profile's name, for messages
  /// @param profile its settings
  /// @param options `template_file` and `system_file`, read once here; `system_role`, `yes` or
  ///   `no`; `answer`, `json` or `marker`; `tie`, `yes` or `no`
  /// @throws InvalidConfigException when one cannot be used
  public static ChatKind of(String name, JudgeProfile profile, KindOptions options) {
    if (!profile.promptVariant().isEmpty()) {
      throw new InvalidConfigException(
          "judge.profiles.%s.prompt_variant: %s is not allowed: a chat judge has no variants; leave it empty and name a file in asking.options.template_file"
              .formatted(name, profile.promptVariant()));
    }
    return new ChatKind(
        ChatPrompt.of(options),
        options.word("answer", "json", "json", "marker").equals("json")
            ? new JsonForm()
            : new MarkerForm(),
        options.yes("tie", false),
        new ChatCompletions(profile));
  }

  @Override
  public String variant() {
    return prompt.code() + "-" + form.code();
  }

  @Override
  public Protocol protocol() {
    return protocol;
  }

  @Override
  public Rendering render(JudgeRequest request) {
    Rubric rubric = request.getRubric();
    String named = "rubric " + rubric.getRubricId() + " version " + rubric.getVersion();
    Optional<String> problem = problem(request);
    if (problem.isPresent()) {
      return new Rendering.Unsupported(Reason.UNSUPPORTED_RUBRIC, named + " " + problem.get());
    }
    boolean reference = PromptValues.reference(request).isPresent();
    if (!reference && rubric.getReferenceUse() == ReferenceUse.REQUIRED) {
      return new Rendering.Unsupported(
          Reason.REFERENCE_MISSING,
          named + " requires a reference answer, and the request holds none");
    }
    Wanted wanted = Wanted.by(rubric, tie);
    return new Rendering.Rendered(
        prompt.fill(PromptValues.of(request, wanted, form), form.form(wanted)),
        reference && prompt.template().shows("reference_answer"),
        PromptValues.assessed(request).stream().anyMatch(Injection::suspected)
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
    if (written.text().length() > AnswerForm.MAX_LENGTH) {
      return new Reading.Unreadable("it is longer than " + AnswerForm.MAX_LENGTH + " characters");
    }
    Wanted wanted = Wanted.by(request.getRubric(), tie);
    return form.read(wanted, written.text(), PromptValues.assessed(request))
        .weighed(written, wanted.symbols());
  }

  /// Why this judge cannot be asked by a rubric, as the rest of a sentence that begins with it.
  private Optional<String> problem(JudgeRequest request) {
    Rubric rubric = request.getRubric();
    PromptTemplate template = prompt.template();
    int levels = rubric.getLevels().size();
    int items = rubric.getChecklist().size();
    if (rubric.getReferenceUse() == ReferenceUse.REQUIRED && !template.shows("reference_answer")) {
      return Optional.of("requires a reference answer, and the template does not show it");
    }
    if (rubric.getMode() == RubricMode.RELATIVE) {
      if (request.getComparedTo().isEmpty()) {
        return Optional.of("is relative, and the request holds no response to compare to");
      }
      return ChatPrompt.shows(template, "response_a", "response_b")
          ? Optional.empty()
          : Optional.of("is relative, and the template does not show response_a and response_b");
    }
    if (!template.shows("response")) {
      return Optional.of("is absolute, and the template does not show response");
    }
    if (items > 0) {
      if (items > MOST_ITEMS || levels > 0) {
        return Optional.of(
            "has %d checklist items and %d levels; 1 to %d items without levels are judged"
                .formatted(items, levels, MOST_ITEMS));
      }
      return template.shows("checklist")
          ? Optional.empty()
          : Optional.of("has a checklist, and the template does not show it");
    }
    if (levels < FEWEST_LEVELS || levels > MOST_LEVELS) {
      return Optional.of(
          "has %d levels; %d to %d are judged".formatted(levels, FEWEST_LEVELS, MOST_LEVELS));
    }
    Scale scale = Scale.of(rubric);
    return (long) scale.maximum() - scale.minimum() == levels - 1
        ? Optional.empty()
        : Optional.of("has levels with gaps between them");
  }
}
