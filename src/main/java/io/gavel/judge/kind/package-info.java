/// What the kinds of judges have in common: how a request becomes a prompt, and an answer a score.
/// Pure: no input, no output, no clock. May touch the records and the reasons of `deadletter`.
@NullMarked
package io.gavel.judge.kind;

import org.jspecify.annotations.NullMarked;
