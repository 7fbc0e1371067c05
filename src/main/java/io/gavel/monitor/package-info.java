/// What scores tell over time, on Kafka Streams: windows of each series of scores. May touch the
/// records, `config`, `serde`, `streams`, `topic`, `deadletter` and `metric`.
@NullMarked
package io.gavel.monitor;

import org.jspecify.annotations.NullMarked;
