package io.gavel.judge.chat;

import io.gavel.config.JudgeAskingConfig;
import io.gavel.config.JudgeProfile;
import io.gavel.judge.TestingRequests;
import io.gavel.judge.kind.KindOptions;
import io.gavel.judge.model.TestingProfiles;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Rubric;
import io.gavel.schema.RubricMode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Chat judges and what they are asked, for tests.
public final class TestingChats {
  private TestingChats() {}

  /// A kind with some options.
  static ChatKind kind(Map<String, String> options) {
    KindOptions taken = new KindOptions("mine", options);
    ChatKind kind =
        ChatKind.of("mine", profile(URI.create("http://judge/v1"), "none", 0, options), taken);
    taken.end();
    return kind;
  }

  /// A profile of this kind.
  public static JudgeProfile profile(
      URI endpoint, String structuredOutput, int logprobs, Map<String, String> options) {
    JudgeProfile other = TestingProfiles.profile(Duration.ofSeconds(30), endpoint);
    return new JudgeProfile(
        "chat",
        other.endpoints(),
        "gpt-4.1-mini",
        "",
        other.apiKey(),
        other.temperature(),
        other.topP(),
        0,
        other.maxTokens(),
        other.concurrency(),
        other.callTimeout(),
        other.maxAttempts(),
        other.retryBudget(),
        other.backoff(),
        other.maxBackoff(),
        other.standIn(),
        other.pool(),
        new JudgeAskingConfig(logprobs, structuredOutput, "nothing", options));
  }

  /// A request by a rubric with these levels.
  public static JudgeRequest levels(int lowest, int highest, String response) {
    return TestingRequests.request("Why?", response)
        .setRubric(
            TestingRequests.rubric().setLevels(TestingRequests.levels(lowest, highest)).build())
        .build();
  }

  /// A request by a checklist.
  public static JudgeRequest checklist(String... items) {
    return TestingRequests.request("Why?", "Because.").setRubric(items(items).build()).build();
  }

  /// A rubric with a checklist.
  public static Rubric.Builder items(String... items) {
    return TestingRequests.rubric().setLevels(List.of()).setChecklist(List.of(items));
  }

  /// A request to compare two responses.
  public static JudgeRequest pair(String first, String second) {
    return TestingRequests.request("Why?", first)
        .setComparedTo(TestingRequests.generation("Why?", second))
        .setRubric(
            TestingRequests.rubric().setMode(RubricMode.RELATIVE).setLevels(List.of()).build())
        .build();
  }
}
