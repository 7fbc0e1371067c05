/// What the contestants are given to do: requests, latencies drawn from them, and the simulated
/// judge.
@NullMarked
package io.gavel.bench.load;

import org.jspecify.annotations.NullMarked;
