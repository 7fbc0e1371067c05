/// The engines that are compared, each behind [io.gavel.bench.contestant.Contestant].
@NullMarked
package io.gavel.bench.contestant;

import org.jspecify.annotations.NullMarked;
