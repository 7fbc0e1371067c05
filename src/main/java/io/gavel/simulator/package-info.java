/// A pool of simulated judges: servers that speak vLLM's HTTP interface, take the time that one
/// would, fail as one may, and answer without any model, which they say with every answer. For
/// `gavel simulate-judge`, the demo and the tests. May touch `config`, `hash` and the clock of
/// `judge.model`.
@NullMarked
package io.gavel.simulator;

import org.jspecify.annotations.NullMarked;
