/// What a stand-in reads in the prompts of judges: instruction, responses, reference answer. Pure,
/// and sees nothing else.
@NullMarked
package io.gavel.simulator.answer.prompt;

import org.jspecify.annotations.NullMarked;
