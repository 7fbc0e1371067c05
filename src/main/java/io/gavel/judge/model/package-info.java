/// Judge models behind HTTP: one question in, one reply out, and the decorators that make asking
/// resilient. Knows nothing of rubrics and scores. May touch `config` and `metric`; one of the
/// places that may use HTTP.
@NullMarked
package io.gavel.judge.model;

import org.jspecify.annotations.NullMarked;
