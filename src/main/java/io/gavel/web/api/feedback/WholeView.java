package io.gavel.web.api.feedback;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One feedback with what was judged; null where that is not kept any more.
record WholeView(
    @JsonUnwrapped FeedbackView feedback,
    @Nullable List<Message> conversation,
    @Nullable String instruction,
    @Nullable String response,
    @Nullable String comparedResponse,
    @Nullable String reference,
    @Nullable String criteria) {
  /// Longer than what a judge reads.
  private static final int LONGEST = 1_000_000;

  private static final int MOST_MESSAGES = 200;

  /// One message before the instruction.
  record Message(String role, String content) {}

  static WholeView of(FeedbackSource.Whole whole) {
    Optional<JudgeRequest> request = whole.request();
    Optional<Generation> generation = request.map(JudgeRequest::getGeneration);
    return new WholeView(
        FeedbackView.of(whole.feedback(), LONGEST),
        generation
            .map(it ->
                it.getConversation().stream()
                    .limit(MOST_MESSAGES)
                    .map(message ->
                        new Message(
                            message.getRole(),
                            Texts.cut(message.getContent(), LONGEST / MOST_MESSAGES)))
                    .toList())
            .orElse(null),
        generation.map(it -> cut(it.getInstruction())).orElse(null),
        generation.map(it -> cut(it.getResponse())).orElse(null),
        request.flatMap(JudgeRequest::getComparedTo).map(it -> cut(it.getResponse())).orElse(null),
        request.flatMap(JudgeRequest::getReferenceAnswer).map(WholeView::cut).orElse(null),
        request.map(it -> cut(it.getRubric().getCriteria())).orElse(null));
  }

  private static String cut(String text) {
    return Texts.cut(text, LONGEST);
  }
}
