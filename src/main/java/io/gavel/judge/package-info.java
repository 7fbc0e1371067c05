/// One judge request to one verdict: prompt, call, reader of the answer. May touch the records,
/// `config`, `metric` and the reasons of `deadletter`; knows nothing of Kafka's clients; one of the
/// places that may use HTTP.
@NullMarked
package io.gavel.judge;

import org.jspecify.annotations.NullMarked;
