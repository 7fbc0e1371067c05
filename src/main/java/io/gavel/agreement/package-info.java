/// Measures of agreement: one judge against labels, runs against each other, verdicts among
/// themselves. Pure arithmetic on numbers and choices, without I/O; each measure names its source,
/// and its test the published value it was checked against. May touch Commons Math alone.
@NullMarked
package io.gavel.agreement;

import org.jspecify.annotations.NullMarked;
