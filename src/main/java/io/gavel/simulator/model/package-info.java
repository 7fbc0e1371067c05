/// What a server like vLLM does with its requests, as arithmetic: slots, a waiting queue, time to
/// the first token, time per token, a prefix cache. [io.gavel.simulator.model.ServerModel] is pure
/// and takes the time as an argument; [io.gavel.simulator.model.BatchRunner] runs one in real time.
/// May touch the clock of `judge.model` and nothing else of Gavel.
@NullMarked
package io.gavel.simulator.model;

import org.jspecify.annotations.NullMarked;
