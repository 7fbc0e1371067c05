package io.gavel.bench.load;

import io.gavel.judge.Judge;
import io.gavel.judge.Verdict;
import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Level;
import io.gavel.schema.Rubric;
import io.gavel.serde.RecordSerdes;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/// The work that Gavel does, for a peer: decode the request, ask the judge, assemble the feedback,
/// encode it, through the same serializers.
public final class RecordWork implements Work {
  private final Judge judge;
  private final String feedbackTopic;
  private final ThreadLocal<Deserializer<JudgeRequest>> deserializers;
  private final ThreadLocal<Serializer<Feedback>> serializers;

  /// @param judge asked for each request
  /// @param serdes makes the serializers, one of each per thread
  /// @param feedbackTopic where the outcomes go
  public RecordWork(Judge judge, RecordSerdes serdes, String feedbackTopic) {
    this.judge = judge;
    this.feedbackTopic = feedbackTopic;
    deserializers = ThreadLocal.withInitial(() -> serdes.deserializer(JudgeRequest.class));
    serializers = ThreadLocal.withInitial(() -> serdes.serializer(Feedback.class));
  }

  @Override
  public byte[] outcome(ConsumerRecord<byte[], byte[]> source) throws InterruptedException {
    JudgeRequest request =
        deserializers.get().deserialize(source.topic(), source.headers(), source.value());
    return switch (judge.assess(request)) {
      case Verdict.Scored scored ->
          serializers.get().serialize(feedbackTopic, feedback(request, scored));
      case Verdict.Compared compared ->
          throw new IllegalStateException("no request is for a pair: " + compared);
      case Verdict.Unjudged unjudged ->
          throw new IllegalStateException("the simulated judge always answers: " + unjudged);
    };
  }

  private static Feedback feedback(JudgeRequest request, Verdict.Scored scored) {
    Generation generation = request.getGeneration();
    Rubric rubric = request.getRubric();
    List<Level> levels = rubric.getLevels();
    return Feedback.newBuilder()
        .setRequestId(request.getRequestId())
        .setGenerationId(generation.getGenerationId())
        .setApplication(generation.getApplication())
        .setModel(generation.getModel())
        .setTags(generation.getTags())
        .setGeneratedAt(generation.getCreatedAt())
        .setRubricId(rubric.getRubricId())
        .setRubricVersion(rubric.getVersion())
        .setMode(rubric.getMode())
        .setScore(scored.score())
        .setMeanScore(scored.meanScore())
        .setScaleMinimum(levels.stream().mapToInt(Level::getScore).min().orElseThrow())
        .setScaleMaximum(levels.stream().mapToInt(Level::getScore).max().orElseThrow())
        .setFeedback(scored.feedback())
        .setFlags(scored.flags())
        .setJudgement(scored.judgement())
        .setInclusionProbability(request.getInclusionProbability())
        .setWeight(request.getWeight())
        .setPriority(request.getPriority())
        .setRequestsOfGeneration(request.getRequestsOfGeneration())
        .build();
  }
}
