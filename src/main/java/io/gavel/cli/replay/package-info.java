/// Generations of the past, published once more into a replay's own topics. May touch the records,
/// `config`, `deadletter`, `serde`, `topic`, `cli.kafka`, `cli.tail` and `cli.text`.
@NullMarked
package io.gavel.cli.replay;

import org.jspecify.annotations.NullMarked;
