package io.gavel.simulator.answer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gavel.simulator.answer.prompt.JudgePrompt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Answers prompts in the form that a judge of their family would, or in the form the request asks
/// for. Pure. For any thread.
public final class StandIn {
  private static final String MARKER = "[RESULT]";
  private static final String FEEDBACK = "Feedback: ";
  private static final List<String> A_OR_B = List.of("A", "B");

  private final StandInJudge judge;
  private final Leaning leaning;

  /// @param seed decides how the judge wavers
  /// @param leaning how far it is off
  public StandIn(long seed, Leaning leaning) {
    this.judge = new StandInJudge(seed);
    this.leaning = leaning;
  }

  /// The answer to a prompt.
  ///
  /// @param form what the request asks for
  /// @param sample which of several answers to the same request, from 0
  /// @param elapsed the time since the start
  /// @param draw what decides at random: the same gives the same
  /// @return empty where the stand-in finds no answer in that form
  public Optional<StandInAnswer> answer(
      String prompt, AnswerForm form, int sample, Duration elapsed, String... draw) {
    JudgePrompt read = JudgePrompt.read(prompt);
    Stance stance = stance(prompt, read, sample, elapsed, draw);
    return switch (form) {
      case AnswerForm.Free() -> Optional.of(free(prompt, read, stance));
      case AnswerForm.Choice(List<String> choices) ->
          Optional.of(
              new StandInAnswer("", StandInAnswer.NO_ROOM, stance.oneOf("", "", choices, "")));
      case AnswerForm.Json(var schema) -> Optional.of(JsonAnswer.of(schema, stance));
      case AnswerForm.Matching(var pattern) ->
          shapes(stance).filter(answer -> pattern.matcher(answer.text()).matches()).findFirst();
    };
  }

  /// The quality of one response, as a number.
  ///
  /// @param prompt what stands for the request in what is random
  /// @return 0 to 1: 0 for a score of 1, 1 for a score of 5
  public double reward(JudgePrompt read, String prompt, Duration elapsed, String... draw) {
    double quality =
        switch (judge.opinion(prompt, read, 0)) {
          case Opinion.Single single -> single.quality();
          case Opinion.Pair pair -> pair.first();
        };
    return Math.clamp((quality + leaning.shift(elapsed, draw) - 1) / 4, 0, 1);
  }

  private Stance stance(
      String prompt, JudgePrompt read, int sample, Duration elapsed, String... draw) {
    Opinion opinion = judge.opinion(prompt, read, sample);
    int score = leaning.lean(Stance.score(opinion), elapsed, draw);
    return new Stance(opinion, leaning, leaning.shift(elapsed, draw), score, draw);
  }

  private static StandInAnswer free(String prompt, JudgePrompt read, Stance stance) {
    return switch (read.layout()) {
      case PROMETHEUS -> marked(stance);
      case AUTO_J -> stance.isOfPair() ? decided(stance) : rated(stance);
      case OTHER ->
          prompt.contains(MARKER)
              ? marked(stance)
              : JsonAnswer.of(JsonNodeFactory.instance.objectNode(), stance);
    };
  }

  private static StandInAnswer marked(Stance stance) {
    String lead = " " + MARKER;
    return StandInAnswer.of(
        FEEDBACK + stance.words(),
        stance.isOfPair()
            ? stance.oneOf(lead, " ", A_OR_B, "")
            : stance.number(lead, " ", 1, 5, ""));
  }

  private static StandInAnswer rated(Stance stance) {
    return StandInAnswer.of(stance.words(), stance.number("\n\nRating: [[", "", 1, 10, "]]"));
  }

  /// A tie is told from the others one token earlier than they are told from each other.
  private static StandInAnswer decided(Stance stance) {
    String lead = "\n\nSo, the final decision is";
    Verdict verdict = stance.oneOf(lead, " ", List.of("1", "2", "Tie"), ".");
    return StandInAnswer.of(
        stance.words(),
        verdict.token().equals(" Tie") ? tie(verdict) : between(verdict, lead + " Response"));
  }

  private static Verdict tie(Verdict verdict) {
    double tie = verdict.chances().getLast().probability();
    return new Verdict(
        verdict.lead(),
        verdict.token(),
        List.of(new TokenChance(" Tie", tie), new TokenChance(" Response", 1 - tie)),
        verdict.tail());
  }

  private static Verdict between(Verdict verdict, String lead) {
    double sum = 1 - verdict.chances().getLast().probability();
    return new Verdict(
        lead,
        verdict.token(),
        verdict.chances().stream()
            .limit(2)
            .map(it -> new TokenChance(it.token(), it.probability() / sum))
            .toList(),
        verdict.tail());
  }

  /// The answers that are tried where a pattern is asked for.
  private static Stream<StandInAnswer> shapes(Stance stance) {
    Stream<Verdict> bare =
        stance.isOfPair()
            ? Stream.of(
                stance.oneOf("", "", A_OR_B, ""),
                stance.oneOf("", "", List.of("1", "2"), ""),
                stance.oneOf("", "", List.of("Response 1", "Response 2", "Tie"), ""))
            : Stream.of(
                stance.number("", "", 1, 5, ""),
                stance.number("", "", 1, 10, ""),
                stance.number("", "", 0, 100, ""),
                stance.oneOf("", "", List.of("no", "yes"), ""),
                stance.oneOf("", "", List.of("false", "true"), ""));
    List<Verdict> verdicts = bare.toList();
    Stream<StandInAnswer> alone =
        verdicts.stream()
            .flatMap(it -> Stream.of("", " ", MARKER + " ", "[[").map(lead -> led(it, lead)))
            .map(it -> new StandInAnswer("", StandInAnswer.NO_ROOM, it));
    Stream<StandInAnswer> whole =
        Stream.of(
            marked(stance),
            new StandInAnswer(stance.words(), stance.words().length(), marked(stance).verdict()),
            stance.isOfPair() ? decided(stance) : rated(stance),
            JsonAnswer.of(JsonNodeFactory.instance.objectNode(), stance));
    return Stream.concat(alone, whole);
  }

  private static Verdict led(Verdict verdict, String lead) {
    return new Verdict(lead, verdict.token(), verdict.chances(), lead.equals("[[") ? "]]" : "");
  }
}
