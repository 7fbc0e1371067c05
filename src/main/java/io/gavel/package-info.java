/// Gavel: a Kafka streaming evaluation worker. The entry point and the wiring of the roles; it sees
/// every other package.
@NullMarked
package io.gavel;

import org.jspecify.annotations.NullMarked;
