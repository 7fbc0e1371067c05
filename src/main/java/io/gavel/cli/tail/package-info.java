/// Reading a topic from its end, as a table or as JSON. May touch the records, `serde`, `topic`,
/// `cli.kafka` and `cli.text`.
@NullMarked
package io.gavel.cli.tail;

import org.jspecify.annotations.NullMarked;
