/// Proof that no request is lost and none has two outcomes while everything fails: workers, brokers
/// and a registry as processes of their own, a seeded [FaultPlan], and a reader of committed
/// records that checks all the time. Knows the topics, the settings and the command line, and
/// nothing of the engine's inside.
@NullMarked
package io.gavel.soak;

import org.jspecify.annotations.NullMarked;
