package io.gavel.topic;

import io.gavel.schema.Alert;
import io.gavel.schema.Baseline;
import io.gavel.schema.DeadLetter;
import io.gavel.schema.DeadLetterRetry;
import io.gavel.schema.Feedback;
import io.gavel.schema.Generation;
import io.gavel.schema.JudgeRequest;
import io.gavel.schema.Policy;
import io.gavel.schema.Preference;
import io.gavel.schema.Ranking;
import io.gavel.schema.Reference;
import io.gavel.schema.Reward;
import io.gavel.schema.Rubric;
import io.gavel.schema.ScoreWindow;
import org.apache.avro.specific.SpecificRecord;

/// The topics, in the event's order: what one record is, what its key is, and whether only the
/// newest record per key is kept.
public enum Topic {
  /// What production models generated.
  GENERATIONS("generations", "generation id", Generation.class, false),
  /// Criteria and scales.
  RUBRICS("rubrics", "rubric id", Rubric.class, true),
  /// The answers that earn the top score.
  REFERENCES("references", "reference id", Reference.class, true),
  /// Which generations get which rubrics.
  POLICIES("policies", "policy id", Policy.class, true),
  /// One generation x one rubric, self-contained.
  JUDGE_REQUESTS("judge-requests", "generation id", JudgeRequest.class, false),
  /// Scores with the judge's words.
  FEEDBACK("feedback", "generation id", Feedback.class, false),
  /// Chosen and rejected responses.
  PREFERENCES("preferences", "candidate group", Preference.class, false),
  /// Candidates by strength.
  RANKINGS("rankings", "candidate group", Ranking.class, false),
  /// One number per generation.
  REWARDS("rewards", "generation id", Reward.class, false),
  /// Scores per series and event-time window.
  SCORE_WINDOWS("score-windows", "application, model, rubric", ScoreWindow.class, false),
  /// What drift is found against, where an operator has set it.
  BASELINES("baselines", "series", Baseline.class, true),
  /// Drift alerts.
  ALERTS("alerts", "series", Alert.class, false),
  /// What could not be judged.
  DEAD_LETTERS("dead-letters", "key of its source", DeadLetter.class, false),
  /// Which dead letters were sent again.
  DEAD_LETTER_RETRIES("dead-letter-retries", "dead letter id", DeadLetterRetry.class, true);

  private final String baseName;
  private final String key;
  private final Class<? extends SpecificRecord> recordClass;
  private final boolean compacted;

  Topic(
      String baseName, String key, Class<? extends SpecificRecord> recordClass, boolean compacted) {
    this.baseName = baseName;
    this.key = key;
    this.recordClass = recordClass;
    this.compacted = compacted;
  }

  /// The name without the prefix.
  public String baseName() {
    return baseName;
  }

  /// What the key is, for a person. Keys are UTF-8 text.
  public String key() {
    return key;
  }

  /// The class of one record.
  public Class<? extends SpecificRecord> recordClass() {
    return recordClass;
  }

  /// Whether only the newest record per key is kept.
  public boolean compacted() {
    return compacted;
  }

  /// The topic's name on the broker.
  ///
  /// @param prefix the configured prefix, may be empty
  public String name(String prefix) {
    return prefix + baseName;
  }
}
