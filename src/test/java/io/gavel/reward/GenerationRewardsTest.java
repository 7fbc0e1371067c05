package io.gavel.reward;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.schema.DeadLetter;
import io.gavel.schema.Preferred;
import io.gavel.schema.Reward;
import io.gavel.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationRewardsTest {
  private static final Duration WAIT = Duration.ofMinutes(10);

  @TempDir Path folder;

  private TestingReward reward;
  private TestOutputTopic<String, Reward> rewards;

  @BeforeEach
  void open() {
    open(1_000);
  }

  private void open(int limit) {
    reward = new TestingReward(WAIT, limit, folder);
    rewards = reward.output(Topic.REWARDS, Reward.class);
  }

  @AfterEach
  void close() {
    reward.close();
  }

  @Test
  void whenAllOutcomesHaveComeTheGenerationGetsItsReward() {
    reward.send(Scored.feedback("g", "tone", 2, 5).setWeight(3).build());
    assertThat(rewards.isEmpty()).isTrue();
    assertThat(reward.meters().rewardsWaiting()).isEqualTo(1);

    reward.send(Scored.feedback("g", "facts", 2, 1).build());

    TestRecord<String, Reward> record = rewards.readRecord();
    assertThat(record.key()).isEqualTo("g");
    assertThat(record.value().getGenerationId()).isEqualTo("g");
    assertThat(record.value().getValue()).isEqualTo(0.75);
    assertThat(record.value().getComplete()).isTrue();
    assertThat(reward.meters().rewardsWaiting()).isZero();
    assertThat(reward.counts()).isEqualTo(Map.of("gavel.rewards complete", 1L));
  }

  @Test
  void aDeadLetterIsNotWaitedForAndMakesTheRewardPartial() {
    reward.send(Scored.feedback("g", "tone", 2, 5).build());
    reward.send(letter("g", "facts", 2));

    Reward made = rewards.readValue();
    assertThat(made.getValue()).isEqualTo(1);
    assertThat(made.getComplete()).isFalse();
    assertThat(made.getDeadLetters()).isEqualTo(1);
    assertThat(made.getRequests()).isEqualTo(2);
    assertThat(reward.counts()).isEqualTo(Map.of("gavel.rewards dead_letter", 1L));
  }

  @Test
  void deadLettersAloneMakeNoRewardUntilOneIsSentAgain() {
    reward.send(letter("g", "tone", 1));
    assertThat(rewards.isEmpty()).isTrue();
    assertThat(reward.counts()).isEqualTo(Map.of("gavel.rewards unscored", 1L));
    assertThat(reward.keys(RewardTopology.REWARD_TALLIES)).isEmpty();

    reward.send(Scored.feedback("g", "tone", 1, 2).build());

    assertThat(rewards.readValue().getComplete()).isTrue();
  }

  @Test
  void whatDoesNotComeInTimeIsLeftOutAndCountedWhenItComesAfterAll() {
    reward.send(Scored.feedback("g", "tone", 2, 4).build());
    reward.pass(WAIT.minusSeconds(1));
    assertThat(rewards.isEmpty()).isTrue();
    reward.pass(Duration.ofSeconds(1));

    Reward made = rewards.readValue();
    assertThat(made.getValue()).isEqualTo(0.75);
    assertThat(made.getComplete()).isFalse();
    assertThat(made.getDeadLetters()).isZero();
    reward.send(Scored.feedback("g", "facts", 2, 1).build());
    assertThat(rewards.isEmpty()).isTrue();
    assertThat(reward.counts())
        .isEqualTo(Map.of("gavel.rewards incomplete", 1L, "gavel.reward.skipped late", 1L));
  }

  @Test
  void aLaterOutcomeDoesNotProlongTheWait() {
    reward.send(Scored.feedback("g", "tone", 3, 4).build());
    reward.pass(WAIT.minusSeconds(1));
    reward.send(Scored.feedback("g", "facts", 3, 4).build());
    reward.pass(Duration.ofSeconds(1));

    assertThat(rewards.readValue().getParts()).hasSize(2);
  }

  @Test
  void whatComesTwiceCountsOnce() {
    reward.send(Scored.feedback("g", "tone", 2, 5).build());
    reward.send(Scored.feedback("g", "tone", 2, 5).build());
    assertThat(rewards.isEmpty()).isTrue();
    reward.send(Scored.feedback("g", "facts", 2, 1).build());
    reward.send(Scored.feedback("g", "facts", 2, 1).build());

    assertThat(rewards.readValuesToList()).hasSize(1);
    assertThat(reward.counts())
        .containsEntry("gavel.reward.skipped duplicate", 1L)
        .containsEntry("gavel.reward.skipped late", 1L);
  }

  @Test
  void verdictsOnPairsAreInNoReward() {
    reward.send(Pairs.verdict("g", "h", Preferred.FIRST).build());
    reward.send(Scored.deadLetter(Pairs.request("g", "h", 1).build()).build());

    assertThat(rewards.isEmpty()).isTrue();
    assertThat(reward.meters().rewardsWaiting()).isZero();
  }

  @Test
  void lettersThatTellOfNoRequestAreWaitedForInVain() {
    reward.send(Scored.feedback("g", "tone", 2, 4).build());
    DeadLetter letter = letter("g", "facts", 2);
    reward.send(DeadLetter.newBuilder(letter).setSourceValue(null).build());
    reward.send(DeadLetter.newBuilder(letter).setRequestId(null).build());
    reward.send(DeadLetter.newBuilder(letter).setSourceTopic("t.generations").build());
    assertThat(rewards.isEmpty()).isTrue();
    assertThat(reward.counts()).isEmpty();

    reward.pass(WAIT);

    assertThat(rewards.readValue().getComplete()).isFalse();
  }

  @Test
  void whatCannotBeReadIsCountedAndItsNeighboursGoOn() {
    reward.pipe(Topic.DEAD_LETTERS, new byte[] {1});
    reward.pipe(Topic.FEEDBACK, null);
    reward.send(Scored.feedback("g", "tone", 1, 4).build());

    assertThat(rewards.readValuesToList()).hasSize(1);
    assertThat(reward.counts()).containsEntry("gavel.reward.skipped unreadable", 2L);
  }

  @Test
  void beyondTheLimitTheLongestWaitingIsComposedAndTheFirstComposedForgotten() {
    close();
    open(2);
    for (String id : List.of("a", "b", "c")) {
      reward.send(Scored.feedback(id, "tone", 2, 4).build());
      reward.pass(Duration.ofSeconds(1));
    }

    assertThat(rewards.readValuesToList())
        .singleElement()
        .satisfies(made -> assertThat(made.getGenerationId()).isEqualTo("a"));
    assertThat(reward.meters().rewardsWaiting()).isEqualTo(2);
    for (int i = 0; i < 5; i++) {
      reward.send(Scored.feedback("whole" + i, "tone", 1, 4).build());
    }
    assertThat(reward.keys(RewardTopology.REWARD_TALLIES)).hasSize(4);
  }

  @Test
  void nothingStaysInTheStoreForEver() {
    reward.send(Scored.feedback("a", "tone", 1, 4).build());
    reward.send(Scored.feedback("b", "tone", 2, 4).build());
    reward.pass(WAIT);
    reward.pass(WAIT);

    assertThat(reward.keys(RewardTopology.REWARD_TALLIES)).isEmpty();
    assertThat(rewards.readValuesToList()).hasSize(2);
  }

  @Test
  void inWhichOrderOutcomesComeChangesNothing() {
    List<SpecificRecord> records = new ArrayList<>();
    for (String id : List.of("a", "b", "c", "d")) {
      records.add(Scored.feedback(id, "tone", 3, 4).setWeight(0.3).build());
      records.add(Scored.feedback(id, "facts", 3, 2).setWeight(0.7).build());
      records.add(
          id.equals("d")
              ? letter(id, "form", 3)
              : Scored.feedback(id, "form", 3, 1).setExpectedScore(1.3).build());
    }
    Random random = new Random(5);
    Map<String, Double> expected = null;
    for (int i = 0; i < 20; i++) {
      close();
      open();
      Collections.shuffle(records, random);
      records.forEach(reward::send);

      Map<String, Double> values = new TreeMap<>();
      rewards
          .readValuesToList()
          .forEach(made -> {
            assertThat(values.put(made.getGenerationId(), made.getValue())).isNull();
            assertThat(made.getComplete()).isEqualTo(!made.getGenerationId().equals("d"));
          });
      assertThat(values).hasSize(4);
      assertThat(expected == null ? values : expected).isEqualTo(values);
      expected = values;
    }
  }

  private static DeadLetter letter(String generation, String rubric, int requests) {
    return Scored.deadLetter(Scored.request(generation, rubric, requests).build()).build();
  }
}
