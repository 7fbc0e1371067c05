/// Ids and sampling decisions as hashes of the input, so that a replay changes nothing. May touch
/// no other package of Gavel.
@NullMarked
package io.gavel.hash;

import org.jspecify.annotations.NullMarked;
