/// Dead letters: why a record could not be judged, and the record whole. May touch `config`,
/// `serde`, `topic` and the records.
@NullMarked
package io.gavel.deadletter;

import org.jspecify.annotations.NullMarked;
