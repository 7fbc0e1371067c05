/// From what the drift detector says of a series to its alerts, and what is remembered between;
/// pure, without Kafka. May touch the records, `hash`, `monitor.drift` and `monitor.window`.
/// [Watching] is where to start.
@NullMarked
package io.gavel.monitor.alert;

import org.jspecify.annotations.NullMarked;
