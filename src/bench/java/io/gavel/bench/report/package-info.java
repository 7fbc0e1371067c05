/// What was measured, as values, as text and as JSON. Pure but for [io.gavel.bench.report.Machine].
@NullMarked
package io.gavel.bench.report;

import org.jspecify.annotations.NullMarked;
