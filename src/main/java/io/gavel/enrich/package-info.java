/// Generation to judge requests, on Kafka Streams: policy, sampling, rubric, reference. May touch
/// the records, `config`, `serde`, `topic`, `deadletter` and `metric`.
@NullMarked
package io.gavel.enrich;

import org.jspecify.annotations.NullMarked;
