package io.gavel.judge.budget;

import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import java.util.Locale;
import java.util.Optional;

/// A part of a judge request that may be shortened.
public enum Part {
  /// What is judged; of a pair both.
  RESPONSE,
  /// What was asked of the model.
  INSTRUCTION,
  /// The answer that earns the top score.
  REFERENCE_ANSWER;

  /// The part of a name in the settings; empty for `nothing`.
  ///
  /// @throws IllegalArgumentException when there is no such part
  public static Optional<Part> of(String code) {
    return code.equals("nothing")
        ? Optional.empty()
        : Optional.of(valueOf(code.toUpperCase(Locale.ROOT)));
  }

  /// The flag on feedback whose request had this part shortened.
  public String flag() {
    return name().toLowerCase(Locale.ROOT) + "_shortened";
  }

  /// How many characters it has; of a pair those of the longer response.
  int length(JudgeRequest request) {
    Generation generation = request.getGeneration();
    return switch (this) {
      case RESPONSE ->
          Math.max(
              generation.getResponse().length(),
              request.getComparedTo().map(other -> other.getResponse().length()).orElse(0));
      case INSTRUCTION -> generation.getInstruction().length();
      case REFERENCE_ANSWER -> request.getReferenceAnswer().map(String::length).orElse(0);
    };
  }

  /// How many characters it may have at most so that so many are left out: of a pair of the longer
  /// response, and of both once they are of one length.
  ///
  /// @return below zero where it has not as many
  int left(JudgeRequest request, int fewer) {
    int left = length(request) - fewer;
    if (this != RESPONSE || request.getComparedTo().isEmpty()) {
      return left;
    }
    int one = request.getGeneration().getResponse().length();
    int other = request.getComparedTo().get().getResponse().length();
    return left >= Math.min(one, other) ? left : (int) (((long) one + other - fewer) / 2);
  }

  /// The request with this part of at most so many characters, and a mark where some are left out.
  JudgeRequest shortened(JudgeRequest request, int characters) {
    JudgeRequest.Builder shorter = JudgeRequest.newBuilder(request);
    return switch (this) {
      case RESPONSE ->
          shorter
              .setGeneration(response(request.getGeneration(), characters))
              .setComparedTo(
                  request.getComparedTo().map(other -> response(other, characters)).orElse(null))
              .build();
      case INSTRUCTION ->
          shorter
              .setGeneration(
                  Generation.newBuilder(request.getGeneration())
                      .setInstruction(
                          Ellipsis.cut(request.getGeneration().getInstruction(), characters))
                      .build())
              .build();
      case REFERENCE_ANSWER ->
          shorter
              .setReferenceAnswer(
                  request
                      .getReferenceAnswer()
                      .map(answer -> Ellipsis.cut(answer, characters))
                      .orElse(null))
              .build();
    };
  }

  private static Generation response(Generation generation, int characters) {
    return Generation.newBuilder(generation)
        .setResponse(Ellipsis.cut(generation.getResponse(), characters))
        .build();
  }
}
