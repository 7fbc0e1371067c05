/// Outcomes and labels to the numbers of a report. Pure. May touch `agreement`, `hash`, and
/// `evaluate` with its items and the parts of a report.
@NullMarked
package io.gavel.evaluate.measure;

import org.jspecify.annotations.NullMarked;
