/// Whether a prompt fits into the judge model's context, and what becomes of one that does not.
/// Pure but for what it asks a [TokenCounter]. May touch the records, `judge.exchange` and
/// `judge.kind`.
@NullMarked
package io.gavel.judge.budget;

import org.jspecify.annotations.NullMarked;
