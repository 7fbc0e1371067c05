/// What `gavel demo` counts and shows. May touch the records, `local`, `cli.text` and how the
/// pool's endpoints are doing; only [io.gavel.cli.demo.OutcomeReader] touches Kafka.
@NullMarked
package io.gavel.cli.demo;

import org.jspecify.annotations.NullMarked;
