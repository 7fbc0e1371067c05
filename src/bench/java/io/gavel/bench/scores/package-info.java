/// What the roles after the judge are measured with: a topic of feedback, and the stream topologies
/// that read it, each behind [io.gavel.bench.scores.Reading].
@NullMarked
package io.gavel.bench.scores;

import org.jspecify.annotations.NullMarked;
