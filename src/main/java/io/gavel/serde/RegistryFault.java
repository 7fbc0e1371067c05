package io.gavel.serde;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;

/// Sorts what another library's serializers throw, which name its exceptions by classes that are
/// not on this class path: is it the registry, or is it the record?
final class RegistryFault {
  private static final int LONGEST_CHAIN = 50;

  /// A registry's own code. The bare 404 is not one: it comes from a wrong URL.
  private static final Pattern NOT_FOUND = Pattern.compile("error code: 404\\d\\d");

  /// Incompatible, or not valid, or not there where it must be.
  private static final Pattern REFUSED =
      Pattern.compile("error code: (404\\d\\d|(409|422)(\\d\\d)?)(?!\\d)");

  private RegistryFault() {}

  /// Confluent's class wraps an [IOException], or its RestClientException with the registry's
  /// status, when the registry and not the record is at fault.
  static boolean isOutside(SerializationException thrown) {
    for (Throwable cause : causes(thrown).toList()) {
      if (isOfTheRegistry(cause)) {
        return !NOT_FOUND.matcher(String.valueOf(cause.getMessage())).find();
      }
      boolean isOfTheBytes =
          cause instanceof EOFException
              || cause.getClass().getPackageName().startsWith("org.apache.avro");
      if (cause instanceof IOException && !isOfTheBytes) {
        return true;
      }
    }
    return false;
  }

  /// Whether the registry has answered, and does not take the schema that was to be written.
  static boolean isRefusal(SerializationException thrown) {
    return causes(thrown)
        .filter(RegistryFault::isOfTheRegistry)
        .findFirst()
        .map(cause -> REFUSED.matcher(String.valueOf(cause.getMessage())))
        .map(Matcher::find)
        .orElse(false);
  }

  /// What was thrown and its cause, in one line.
  static String message(Throwable thrown) {
    return Optional.ofNullable(thrown.getCause())
        .map(cause -> thrown.getMessage() + ": " + cause.getMessage())
        .orElseGet(() -> String.valueOf(thrown.getMessage()));
  }

  private static boolean isOfTheRegistry(Throwable cause) {
    return cause.getClass().getSimpleName().equals("RestClientException");
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(
            Optional.ofNullable(thrown.getCause()),
            Optional::isPresent,
            cause -> cause.map(Throwable::getCause))
        .map(Optional::orElseThrow)
        .limit(LONGEST_CHAIN);
  }
}
