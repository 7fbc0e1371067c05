/// A role on Kafka Streams made to begin anew. May touch `config`, `topic`, `cli.kafka` and
/// `cli.text`.
@NullMarked
package io.gavel.cli.reset;

import org.jspecify.annotations.NullMarked;
