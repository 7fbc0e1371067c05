/// What the roles on Kafka Streams share: the client with its properties and its thread, what stops
/// it, and the encoding of internal records. May touch `config`, `health`, `serde` and `topic`.
@NullMarked
package io.gavel.streams;

import org.jspecify.annotations.NullMarked;
