package io.gavel.judge;

import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Level;
import io.gavel.schema.Message;
import io.gavel.schema.Rubric;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Judge requests for tests; builders, so that a test changes what it is about.
public final class TestingRequests {
  private TestingRequests() {}

  public static Rubric.Builder rubric() {
    return Rubric.newBuilder()
        .setRubricId("helpfulness")
        .setVersion(1)
        .setCriteria("Is it helpful?")
        .setLevels(levels(1, 5));
  }

  public static List<Level> levels(int lowest, int highest) {
    return IntStream.rangeClosed(lowest, highest)
        .mapToObj(score -> new Level(score, "description " + score))
        .toList();
  }

  public static Generation generation(
      String instruction, String response, Message... conversation) {
    return Generation.newBuilder()
        .setGenerationId("g-1")
        .setCreatedAt(Instant.EPOCH)
        .setApplication("application")
        .setModel("model")
        .setTags(Map.of())
        .setConversation(List.of(conversation))
        .setInstruction(instruction)
        .setResponse(response)
        .setRubricIds(List.of())
        .build();
  }

  public static JudgeRequest.Builder request(String instruction, String response) {
    return request(generation(instruction, response));
  }

  public static JudgeRequest.Builder request(Generation generation) {
    return JudgeRequest.newBuilder()
        .setRequestId("r-1")
        .setGeneration(generation)
        .setRubric(rubric().build());
  }
}
