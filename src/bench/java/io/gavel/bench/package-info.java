/// The benchmark of the judging engine beside its peers: what runs, in which order, and what is
/// written of it. [Benchmark] is where it starts; `mvn -Pbench verify` starts it.
@NullMarked
package io.gavel.bench;

import org.jspecify.annotations.NullMarked;
