/// What a stand-in answers: an assessment without any model, how it is biased and drifts, and what
/// it looks like when it cannot be read. Pure. May touch `hash` and `config`.
@NullMarked
package io.gavel.simulator.answer;

import org.jspecify.annotations.NullMarked;
