/// The parts of the benchmark, one class per question.
@NullMarked
package io.gavel.bench.part;

import org.jspecify.annotations.NullMarked;
