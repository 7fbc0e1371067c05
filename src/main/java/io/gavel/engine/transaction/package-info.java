/// One short transaction: records and offsets together, and what became of it. Knows Kafka's
/// producer and nothing else of Gavel.
@NullMarked
package io.gavel.engine.transaction;

import org.jspecify.annotations.NullMarked;
