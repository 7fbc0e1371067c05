package io.gavel.web.reward.feed;

import io.gavel.deadletter.Reason;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Reward;
import io.gavel.serde.RecordSerdes;
import io.gavel.serde.UnreadableRecordException;
import io.gavel.web.reward.book.Composed;
import io.gavel.web.reward.book.Loss;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;

/// Rewards and dead letters as the book takes them. For one thread.
final class OutcomeRecords implements AutoCloseable {
  private final Deserializer<JudgeRequest> requests;
  private final String requestTopic;

  /// @param requestTopic the name of the topic of judge requests
  OutcomeRecords(RecordSerdes serdes, String requestTopic) {
    this.requests = serdes.deserializer(JudgeRequest.class);
    this.requestTopic = requestTopic;
  }

  static Composed composed(Reward reward) {
    return new Composed(
        reward.getValue(),
        reward.getComplete(),
        Math.max(reward.getRequests(), reward.getParts().size()),
        reward.getStandIn(),
        reward.getParts().stream()
            .map(part -> new Composed.Part(part.getRubricId().intern(), part.getValue()))
            .toList());
  }

  /// What a dead letter costs a sample; empty where it costs no reward: that of a rubric that
  /// compares responses, of which rewards are not composed.
  ///
  /// @throws io.gavel.serde.RegistryUnavailableException when its record cannot be read now
  Optional<Loss> loss(DeadLetter letter) {
    if (letter.getReason().equals(Reason.NO_CANDIDATE_GROUP.code())) {
      return Optional.empty();
    }
    return Optional.of(
        new Loss(
            letter.getReason(),
            letter.getDetail(),
            letter.getRequestId(),
            letter.getRequestId().isPresent() ? requestsOfGeneration(letter) : 0,
            letter.getRequestId().isEmpty() && letter.getRubricId().isEmpty()));
  }

  /// As the judge request says that it carries; 0 where it carries none that can be read.
  private int requestsOfGeneration(DeadLetter letter) {
    if (!letter.getSourceTopic().equals(requestTopic) || letter.getSourceValue().isEmpty()) {
      return 0;
    }
    byte[] bytes = new byte[letter.getSourceValue().get().remaining()];
    letter.getSourceValue().get().duplicate().get(bytes);
    try {
      return requests.deserialize(requestTopic, bytes).getRequestsOfGeneration();
    } catch (UnreadableRecordException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    requests.close();
  }
}
