/// What a stand-in answers: what it reads in a prompt, an opinion without any model, how that is
/// biased and drifts, the form it is given, and what it looks like when it cannot be read. Pure.
/// May touch `hash`, `config` and the simulator's tokens.
@NullMarked
package io.gavel.simulator.answer;

import org.jspecify.annotations.NullMarked;
