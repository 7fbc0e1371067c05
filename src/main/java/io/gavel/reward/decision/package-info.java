/// What the reward role decides, as functions of records alone. May touch the records and `hash`;
/// nothing of Kafka.
@NullMarked
package io.gavel.reward.decision;

import org.jspecify.annotations.NullMarked;
