/// What one outcome tells of its series, and what a window adds up; pure, without Kafka. May touch
/// the records and `deadletter`.
@NullMarked
package io.gavel.monitor.window;

import org.jspecify.annotations.NullMarked;
