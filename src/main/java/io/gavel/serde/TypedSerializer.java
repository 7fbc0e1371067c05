package io.gavel.serde;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Sorts what the configured serializer throws, in the words of another library too, into
/// [RegistryUnavailableException], [SchemaRefusedException] and, where the record is at fault, a
/// plain [SerializationException].
///
/// @param <T> the record's class
final class TypedSerializer<T> implements Serializer<T> {
  private final Serializer<Object> delegate;

  TypedSerializer(Serializer<Object> delegate) {
    this.delegate = delegate;
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null stays null.
  public byte @Nullable [] serialize(String topic, @Nullable T data) {
    return data == null ? null : write(() -> delegate.serialize(topic, data));
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null stays null.
  public byte @Nullable [] serialize(String topic, Headers headers, @Nullable T data) {
    return data == null ? null : write(() -> delegate.serialize(topic, headers, data));
  }

  @Override
  public void close() {
    delegate.close();
  }

  private interface Writing {
    byte[] write();
  }

  private static byte[] write(Writing writing) {
    try {
      return writing.write();
    } catch (SchemaRefusedException | RegistryUnavailableException e) {
      throw e;
    } catch (SerializationException e) {
      if (RegistryFault.isRefusal(e)) {
        throw new SchemaRefusedException(RegistryFault.message(e));
      }
      if (RegistryFault.isOutside(e)) {
        throw new RegistryUnavailableException(RegistryFault.message(e), e);
      }
      throw e;
    } catch (RetriableException | AuthenticationException | AuthorizationException e) {
      // What Confluent's class makes of the registry's 401, 403, 408, 429 and 5xx.
      throw new RegistryUnavailableException(RegistryFault.message(e), e);
    } catch (InvalidConfigurationException e) {
      // What it makes of 409 and 422. Kafka derives the two of credentials above from it.
      throw new SchemaRefusedException(RegistryFault.message(e));
    }
  }
}
