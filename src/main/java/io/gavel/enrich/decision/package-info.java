/// What becomes of a generation, as functions of the records alone: which rubrics, which judge
/// requests, what is wrong. No Kafka types. May touch the records, `deadletter` for its reasons and
/// `hash`.
@NullMarked
package io.gavel.enrich.decision;

import org.jspecify.annotations.NullMarked;
