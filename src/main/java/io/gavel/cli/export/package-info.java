/// Topics as files of JSON Lines that trainers read: what a line is, and how a file grows over
/// several runs without a gap or a repetition. May touch the records, `serde`, `topic`,
/// `cli.kafka`, `cli.tail` for its JSON and `cli.text`.
@NullMarked
package io.gavel.cli.export;

import org.jspecify.annotations.NullMarked;
