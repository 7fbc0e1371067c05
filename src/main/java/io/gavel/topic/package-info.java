/// The catalogue of topics: names, keys, settings, schemas; and comparing it with a cluster. May
/// touch `config`, `serde` and the records.
@NullMarked
package io.gavel.topic;

import org.jspecify.annotations.NullMarked;
