/// YAML to rubrics, references and policies: reading with line numbers, checking everything,
/// comparing with what the cluster has, publishing. May touch the records, `topic`, `cli.kafka` and
/// `cli.text`.
@NullMarked
package io.gavel.cli.apply;

import org.jspecify.annotations.NullMarked;
