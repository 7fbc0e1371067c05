/// What `gavel demo` counts and shows. May touch the records, `local` and `cli.text`; only
/// [io.gavel.cli.demo.OutcomeReader] touches Kafka.
@NullMarked
package io.gavel.cli.demo;

import org.jspecify.annotations.NullMarked;
