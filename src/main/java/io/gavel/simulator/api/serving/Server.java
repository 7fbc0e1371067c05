package io.gavel.simulator.api.serving;

import io.gavel.judge.model.MonotonicClock;
import io.gavel.simulator.fault.ActiveFaults;
import io.gavel.simulator.model.BatchRunner;
import io.gavel.simulator.settings.SimulatorSettings;
import java.util.function.Consumer;

/// What the HTTP interface of one replica works with.
///
/// @param settings the pool's
/// @param replica its number, from 1
/// @param runner what generates
/// @param faults what goes wrong
/// @param occurrences shared by the pool
/// @param meters where it is counted
/// @param clock the time since the pool's start
/// @param asked given every prompt, on the request's own thread
public record Server(
    SimulatorSettings settings,
    int replica,
    BatchRunner runner,
    ActiveFaults faults,
    Occurrences occurrences,
    ReplicaMeters meters,
    MonotonicClock clock,
    Consumer<String> asked) {}
