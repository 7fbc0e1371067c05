/// What a simulated judge says over HTTP: the part of vLLM's and text-embeddings-inference's
/// interfaces that a judge is asked for, its errors and its metrics. May touch `hash` and the
/// simulator's other parts.
@NullMarked
package io.gavel.simulator.api;

import org.jspecify.annotations.NullMarked;
