package io.gavel.web.api.feedback;

import io.gavel.schema.Feedback;
import io.gavel.schema.Judgement;
import io.gavel.web.api.Scale;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One feedback as the API tells it. All text is as the judge or the model wrote it.
record FeedbackView(
    String requestId,
    String generationId,
    @Nullable String comparedToId,
    String application,
    String model,
    String rubricId,
    String mode,
    @Nullable Integer score,
    @Nullable Double expectedScore,
    @Nullable Double meanScore,
    @Nullable Scale scale,
    @Nullable String preferred,
    String feedback,
    List<String> flags,
    String judgeModel,
    boolean standIn,
    Instant generatedAt,
    Instant judgedAt,
    long latencyMillis) {

  /// @param longest of its texts, in UTF-16 units; what is longer is cut off, with an ellipsis
  static FeedbackView of(Feedback feedback, int longest) {
    Judgement judgement = feedback.getJudgement();
    return new FeedbackView(
        feedback.getRequestId(),
        feedback.getGenerationId(),
        feedback.getComparedToId().orElse(null),
        feedback.getApplication(),
        feedback.getModel(),
        feedback.getRubricId(),
        word(feedback.getMode()),
        feedback.getScore().orElse(null),
        feedback.getExpectedScore().orElse(null),
        feedback.getMeanScore().orElse(null),
        feedback.getScore().isPresent()
            ? new Scale(feedback.getScaleMinimum(), feedback.getScaleMaximum())
            : null,
        feedback.getPreferred().map(FeedbackView::word).orElse(null),
        Texts.cut(feedback.getFeedback(), longest),
        feedback.getFlags(),
        judgement.getModel(),
        judgement.getStandIn(),
        feedback.getGeneratedAt(),
        judgement.getJudgedAt(),
        judgement.getLatencyMillis());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
