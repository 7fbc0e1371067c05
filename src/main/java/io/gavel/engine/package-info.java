/// From judge requests through the judge to feedback, exactly once. Sees the judges through
/// `io.gavel.judge.Judge` and its `Verdict` alone.
@NullMarked
package io.gavel.engine;

import org.jspecify.annotations.NullMarked;
