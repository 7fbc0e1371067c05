/// What the probabilities of an answer's tokens say about its conclusion: how probable each level,
/// or each of a pair, was where the judge wrote the one it chose. Pure. May touch `judge.exchange`
/// and `judge.kind`.
@NullMarked
package io.gavel.judge.expectation;

import org.jspecify.annotations.NullMarked;
