/// JSON Lines to generations and rubrics: reading lines in bounds, checking each, publishing the
/// good ones. May touch the records, `hash`, `topic`, `cli.kafka` and `cli.text`.
@NullMarked
package io.gavel.cli.send;

import org.jspecify.annotations.NullMarked;
