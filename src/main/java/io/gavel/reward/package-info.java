/// What verdicts are good for, on Kafka Streams: preferences and rankings of candidates, and
/// rewards of generations. May touch the records, `config`, `hash`, `serde`, `streams`, `topic` and
/// `metric`.
@NullMarked
package io.gavel.reward;

import org.jspecify.annotations.NullMarked;
