/// Generation to judge requests, on Kafka Streams: policy, sampling, rubric, reference, pairs. May
/// touch the records, `config`, `serde`, `streams`, `topic`, `deadletter` and `metric`.
@NullMarked
package io.gavel.enrich;

import org.jspecify.annotations.NullMarked;
