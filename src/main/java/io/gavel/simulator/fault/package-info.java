/// What goes wrong with a simulated judge, and when: by rates and time windows, decided by hashes
/// of the seed, so that a run can be replayed. May touch `config`, `hash` and the clock of
/// `judge.model`.
@NullMarked
package io.gavel.simulator.fault;

import org.jspecify.annotations.NullMarked;
