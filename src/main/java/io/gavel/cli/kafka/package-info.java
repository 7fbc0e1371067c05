/// What the commands do on a Kafka cluster: publish records, read a compacted topic whole, read a
/// topic from its end. May touch the records, `config`, `serde`, `topic` and `cli.text`.
@NullMarked
package io.gavel.cli.kafka;

import org.jspecify.annotations.NullMarked;
