/// A judge server's own queue, where it shows one. May touch `judge.pool.limit`; one of the places
/// that may use HTTP.
@NullMarked
package io.gavel.judge.pool.queue;

import org.jspecify.annotations.NullMarked;
