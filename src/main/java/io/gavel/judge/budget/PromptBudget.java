package io.gavel.judge.budget;

import io.gavel.deadletter.Reason;
import io.gavel.judge.exchange.Prompt;
import io.gavel.judge.kind.JudgeKind;
import io.gavel.judge.kind.Rendering;
import io.gavel.schema.JudgeRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// Knows before a request is asked whether its prompt fits, where the server tells the length of
/// its context and counts tokens; and makes shorter what does not, by the profile's rule.
///
/// A token has at least one byte, so a prompt of fewer bytes than there is room for fits uncounted:
/// for all but the longest prompts no call is made. For any number of threads.
public final class PromptBudget {
  /// No server of a judge gives less; a prompt that is short for this is not looked at.
  private static final int SMALLEST_CONTEXT = 4096;

  /// What a chat template puts around a prompt, at most, in bytes.
  private static final int AROUND = 64;

  /// So often a prompt is made shorter; each time it lands within a few per cent of the aim.
  private static final int ROUNDS = 5;

  /// Shorter than this a part says nothing any more.
  private static final int SHORTEST = 200;

  private final JudgeKind kind;
  private final TokenCounter counter;
  private final int maxTokens;
  private final Optional<Part> shortened;

  /// @param kind renders prompts
  /// @param counter the server
  /// @param maxTokens the room that the answer needs, in tokens
  /// @param shortened the part that may be shortened; empty: none
  public PromptBudget(
      JudgeKind kind, TokenCounter counter, int maxTokens, Optional<Part> shortened) {
    this.kind = kind;
    this.counter = counter;
    this.maxTokens = maxTokens;
    this.shortened = shortened;
  }

  /// Renders a request so that it fits.
  ///
  /// @throws InterruptedException when the thread is interrupted while it asks the server
  public Fitted fit(JudgeRequest request) throws InterruptedException {
    JudgeRequest candidate = request;
    for (int round = 0; ; round++) {
      Rendering.Rendered rendered;
      switch (kind.render(candidate)) {
        case Rendering.Unsupported unsupported -> {
          return new Fitted.Not(unsupported.reason(), unsupported.detail());
        }
        case Rendering.Rendered one -> rendered = one;
      }
      Excess excess = excess(rendered.prompt());
      if (excess.tokens() <= 0) {
        return new Fitted.Ready(candidate, round == 0 ? rendered : flagged(rendered), request);
      }
      Optional<JudgeRequest> shorter =
          round < ROUNDS ? shorter(request, candidate, rendered, excess) : Optional.empty();
      if (shorter.isEmpty()) {
        return new Fitted.Not(Reason.CONTEXT_TOO_LONG, excess.detail() + rule());
      }
      candidate = shorter.get();
    }
  }

  /// What is asked instead of a prompt that the server refused for its length: the same with the
  /// part at half its length; empty where no part may be shortened, or it is short already.
  public Optional<Fitted.Ready> afterRefusal(Fitted.Ready refused) {
    JudgeRequest request = refused.request();
    return shown(refused.prompt())
        .filter(part -> part.length(request) / 2 >= SHORTEST)
        .map(part -> part.shortened(refused.whole(), part.length(request) / 2))
        .flatMap(shorter ->
            kind.render(shorter) instanceof Rendering.Rendered rendered
                ? Optional.of(new Fitted.Ready(shorter, flagged(rendered), refused.whole()))
                : Optional.empty());
  }

  private Rendering.Rendered flagged(Rendering.Rendered rendered) {
    List<String> flags = new ArrayList<>(rendered.flags());
    shortened.map(Part::flag).ifPresent(flags::add);
    return new Rendering.Rendered(rendered.prompt(), rendered.withReference(), flags);
  }

  /// How much a prompt is over the context.
  ///
  /// @param tokens so many over it; 0 or less: none, or not known
  /// @param counted tokens of the prompt
  /// @param characters of the prompt
  /// @param detail the numbers, for a person
  private record Excess(int tokens, int counted, int characters, String detail) {
    static final Excess NONE = new Excess(0, 0, 0, "");
  }

  private Excess excess(Prompt prompt) throws InterruptedException {
    if (fits(prompt, SMALLEST_CONTEXT)) {
      return Excess.NONE;
    }
    OptionalInt context = counter.contextLength();
    if (context.isEmpty() || fits(prompt, context.getAsInt())) {
      return Excess.NONE;
    }
    OptionalInt counted = counter.count(prompt);
    if (counted.isEmpty()) {
      return Excess.NONE;
    }
    return new Excess(
        counted.getAsInt() + maxTokens - context.getAsInt(),
        counted.getAsInt(),
        prompt.length(),
        "the prompt has %d tokens and its answer may have %d; the model's context is %d"
            .formatted(counted.getAsInt(), maxTokens, context.getAsInt()));
  }

  /// Whether it fits even where each of its bytes is a token.
  private boolean fits(Prompt prompt, int context) {
    int room = context - maxTokens - AROUND;
    return prompt.length() <= room && bytes(prompt) <= room;
  }

  private static int bytes(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Chat chat ->
          chat.turns().stream().mapToInt(turn -> bytes(turn.content()) + AROUND).sum();
      case Prompt.Text text -> bytes(text.text());
      case Prompt.Input input -> input.texts().stream().mapToInt(PromptBudget::bytes).sum();
    };
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// Takes off as many characters as the excess has at the prompt's own rate, and a little more:
  /// five per cent of what is taken or of what stays, whichever is less, lest a long excess take
  /// all. Each time the whole is cut, so that the mark in it tells how much of that is left out.
  private Optional<JudgeRequest> shorter(
      JudgeRequest whole, JudgeRequest request, Rendering.Rendered rendered, Excess excess) {
    if (shown(rendered).isEmpty()) {
      return Optional.empty();
    }
    Part part = shown(rendered).get();
    double charactersPerToken = (double) excess.characters() / Math.max(1, excess.counted());
    double over = excess.tokens() * charactersPerToken;
    double more = 0.05 * Math.min(over, excess.characters() - over);
    int fewer = (int) Math.ceil(over + more) + 50;
    int left = part.left(request, fewer);
    return left < SHORTEST ? Optional.empty() : Optional.of(part.shortened(whole, left));
  }

  /// The part that may be shortened, where the prompt shows it.
  private Optional<Part> shown(Rendering.Rendered rendered) {
    return shortened.filter(part -> part != Part.REFERENCE_ANSWER || rendered.withReference());
  }

  private String rule() {
    return shortened
        .map(part ->
            ", and its "
                + part.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + " is too short to make up for it")
        .orElse("; asking.shorten of the profile would have a part of it shortened");
  }
}
