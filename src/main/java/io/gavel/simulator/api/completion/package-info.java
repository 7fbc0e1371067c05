/// Completions on the wire, as OpenAI and vLLM write them: what is asked, and the body of the
/// answer. Pure. May touch the simulator's `answer` and `model`.
@NullMarked
package io.gavel.simulator.api.completion;

import org.jspecify.annotations.NullMarked;
