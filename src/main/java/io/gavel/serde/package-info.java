/// The Confluent wire format and the schema registry behind it, as Kafka serializers. May touch
/// `config`; one of the places that may use HTTP.
@NullMarked
package io.gavel.serde;

import org.jspecify.annotations.NullMarked;
