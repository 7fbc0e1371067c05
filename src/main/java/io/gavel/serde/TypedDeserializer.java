package io.gavel.serde;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Gives what the configured deserializer reads its type, and sorts what that throws, in the words
/// of another library too, into [UnreadableRecordException] and [RegistryUnavailableException].
///
/// @param <T> the record's class
final class TypedDeserializer<T> implements Deserializer<T> {
  private final Deserializer<?> delegate;
  private final Class<T> type;

  TypedDeserializer(Deserializer<?> delegate, Class<T> type) {
    this.delegate = delegate;
    this.type = type;
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null stays null.
  public @Nullable T deserialize(String topic, byte @Nullable [] data) {
    return data == null ? null : typed(read(() -> delegate.deserialize(topic, data)));
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null stays null.
  public @Nullable T deserialize(String topic, Headers headers, byte @Nullable [] data) {
    return data == null ? null : typed(read(() -> delegate.deserialize(topic, headers, data)));
  }

  @Override
  public void close() {
    delegate.close();
  }

  private T typed(@Nullable Object value) {
    if (!type.isInstance(value)) {
      throw new UnreadableRecordException(
          "the record holds %s, not %s"
              .formatted(value == null ? "nothing" : value.getClass().getName(), type.getName()));
    }
    return type.cast(value);
  }

  private interface Reading {
    @Nullable Object read();
  }

  private static @Nullable Object read(Reading reading) {
    try {
      return reading.read();
    } catch (UnreadableRecordException | RegistryUnavailableException e) {
      throw e;
    } catch (SerializationException e) {
      if (RegistryFault.isOutside(e)) {
        throw new RegistryUnavailableException(RegistryFault.message(e), e);
      }
      throw new UnreadableRecordException(RegistryFault.message(e), e);
    } catch (RetriableException | AuthenticationException | AuthorizationException e) {
      // What Confluent's class makes of the registry's 401, 403, 408, 429 and 5xx.
      throw new RegistryUnavailableException(RegistryFault.message(e), e);
    }
  }
}
