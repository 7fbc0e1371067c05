/// What the reward role decides, as functions of records alone. May touch the records, `hash` and
/// `agreement`; nothing of Kafka.
@NullMarked
package io.gavel.reward.decision;

import org.jspecify.annotations.NullMarked;
