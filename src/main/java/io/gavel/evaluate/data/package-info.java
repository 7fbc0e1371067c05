/// Labelled data: items with what people or another judge said of them, read from the JSON of the
/// published data sets and of one's own. Pure: one JSON object to one item or to what is wrong with
/// it. May touch the records, `hash` and `agreement`.
@NullMarked
package io.gavel.evaluate.data;

import org.jspecify.annotations.NullMarked;
