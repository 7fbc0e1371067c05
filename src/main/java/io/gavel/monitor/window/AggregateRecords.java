package io.gavel.monitor.window;

import io.gavel.schema.ExpectedBin;
import io.gavel.schema.ExpectedTotals;
import io.gavel.schema.ObservedExample;
import io.gavel.schema.RunningAverage;
import io.gavel.schema.ScoreBucket;
import io.gavel.schema.WeightedCount;
import io.gavel.schema.WindowTotals;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An aggregate as the record that a store keeps, and back: nothing is lost on the way.
public final class AggregateRecords {
  private AggregateRecords() {}

  /// The record of an aggregate.
  public static WindowTotals record(WindowAggregate aggregate) {
    Moments scores = aggregate.scores();
    LevelCounts levels = aggregate.levels();
    Map<String, WeightedCount> letters = new TreeMap<>();
    aggregate.deadLetters().forEach((reason, total) -> letters.put(reason, record(total)));
    return new WindowTotals(
        scores.count(),
        scores.weight(),
        scores.squaredWeight(),
        scores.mean(),
        scores.squares(),
        levels.minimum(),
        levels.maximum(),
        buckets(levels.levels()),
        record(aggregate.expected()),
        record(aggregate.comparisons()),
        letters,
        record(aggregate.judge().latencyMillis()),
        record(aggregate.judge().completionTokens()),
        record(aggregate.judge().feedbackLength()),
        record(aggregate.judge().sampleAgreement()),
        aggregate.standIn(),
        Stream.concat(
                aggregate.examples().scored().stream(), aggregate.examples().unscored().stream())
            .map(AggregateRecords::record)
            .toList());
  }

  /// The aggregate of a record.
  public static WindowAggregate aggregate(WindowTotals totals) {
    SortedMap<Integer, WeightedTotal> levels = new TreeMap<>();
    for (ScoreBucket level : totals.getLevels()) {
      levels.put(level.getScore(), new WeightedTotal(level.getCount(), level.getWeight()));
    }
    SortedMap<String, WeightedTotal> letters = new TreeMap<>();
    totals.getDeadLetters().forEach((reason, count) -> letters.put(reason, total(count)));
    return new WindowAggregate(
        new Moments(
            totals.getCount(),
            totals.getWeight(),
            totals.getSquaredWeight(),
            totals.getMean(),
            totals.getSquares()),
        new LevelCounts(totals.getScaleMinimum(), totals.getScaleMaximum(), levels),
        expected(totals.getExpected()),
        total(totals.getComparisons()),
        letters,
        new JudgeEffort(
            average(totals.getLatency()),
            average(totals.getTokens()),
            average(totals.getLength()),
            average(totals.getAgreement())),
        totals.getStandIn(),
        examples(totals.getExamples()));
  }

  /// The histogram of some levels, ascending.
  static List<ScoreBucket> buckets(SortedMap<Integer, WeightedTotal> levels) {
    return levels.entrySet().stream()
        .map(level ->
            new ScoreBucket(level.getKey(), level.getValue().count(), level.getValue().weight()))
        .toList();
  }

  private static ObservedExample record(Example example) {
    return new ObservedExample(
        example.requestId(), example.generatedAt(), example.isScored() ? example.score() : null);
  }

  private static Examples examples(List<ObservedExample> records) {
    Map<Boolean, List<Example>> byScored =
        records.stream()
            .map(it ->
                new Example(
                    it.getRequestId(), it.getGeneratedAt(), it.getScore().orElse(Double.NaN)))
            .collect(Collectors.partitioningBy(Example::isScored));
    return new Examples(
        byScored.getOrDefault(true, List.of()), byScored.getOrDefault(false, List.of()));
  }

  private static ExpectedTotals record(ExpectedScores expected) {
    return new ExpectedTotals(
        expected.exponent(),
        expected.lowest(),
        expected.highest(),
        expected.bins().entrySet().stream()
            .map(bin -> new ExpectedBin(bin.getKey(), bin.getValue()))
            .toList());
  }

  private static ExpectedScores expected(ExpectedTotals totals) {
    SortedMap<Integer, Double> bins = new TreeMap<>();
    totals.getBins().forEach(bin -> bins.put(bin.getIndex(), bin.getWeight()));
    return new ExpectedScores(totals.getExponent(), totals.getLowest(), totals.getHighest(), bins);
  }

  private static WeightedCount record(WeightedTotal total) {
    return new WeightedCount(total.count(), total.weight());
  }

  private static WeightedTotal total(WeightedCount count) {
    return new WeightedTotal(count.getCount(), count.getWeight());
  }

  private static RunningAverage record(Average average) {
    return new RunningAverage(average.count(), average.sum());
  }

  private static Average average(RunningAverage average) {
    return new Average(average.getCount(), average.getSum());
  }
}
