/// Dead letters at hand: which there are, one whole, and sending them again, each at most once. May
/// touch the records, `config`, `deadletter`, `serde`, `topic`, `cli.kafka`, `cli.tail` and
/// `cli.text`.
@NullMarked
package io.gavel.cli.deadletters;

import org.jspecify.annotations.NullMarked;
