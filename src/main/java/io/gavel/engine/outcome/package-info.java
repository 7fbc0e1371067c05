/// What a judge request ends as: feedback or a dead letter, made of the verdict and the request,
/// and its form on the wire. May touch the shared packages, and of `judge` the verdict alone.
@NullMarked
package io.gavel.engine.outcome;

import org.jspecify.annotations.NullMarked;
