/// The memory of one assignment of one partition: what was received, is with the judge, is
/// finished, is published; and how that is written beside a committed offset. Pure: no clock, no
/// thread, nothing of Kafka's clients. May touch nothing else of Gavel.
@NullMarked
package io.gavel.engine.ledger;

import org.jspecify.annotations.NullMarked;
