/// Whether a series of scores has moved away from its baseline: a sequential test per measure that
/// may be looked at after every window, and the life of an alert. Pure: no clock but the windows'
/// event time, no I/O; may touch no other package of Gavel. [DriftDetector] is where to start; the
/// formulas are in [Bets] and [Evidence], what they do in `docs/monitoring/drift.md`.
@NullMarked
package io.gavel.monitor.drift;

import org.jspecify.annotations.NullMarked;
