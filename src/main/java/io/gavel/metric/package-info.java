/// The catalogue of meters: every number Gavel counts, under one name and with one description. May
/// touch no other package of Gavel.
@NullMarked
package io.gavel.metric;

import org.jspecify.annotations.NullMarked;
