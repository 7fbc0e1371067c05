/// Which samples of trainers were asked for, what became of each, and who waits for which: pure,
/// without Kafka, HTTP or a clock. May touch `hash`.
@NullMarked
package io.gavel.web.reward.book;

import org.jspecify.annotations.NullMarked;
