/// How one replica takes a request from its body to its answer, whatever is asked: it is checked,
/// hit by faults, computed and counted, and refused in the shapes of the servers that are
/// simulated. May touch `hash` and the simulator's other parts, but not the `api` above.
@NullMarked
package io.gavel.simulator.api.serving;

import org.jspecify.annotations.NullMarked;
