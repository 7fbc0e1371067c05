package io.gavel.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns a section of the settings' tree into its record, and what is wrong with it into a message
/// that names the key.
public final class SettingsBinder {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .withCoercionConfig(
              LogicalType.Integer,
              it ->
                  it.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .withCoercionConfig(
              LogicalType.Float,
              it -> it.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
          .withCoercionConfig(
              LogicalType.Boolean,
              it ->
                  it.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail))
          .addModule(
              new SimpleModule()
                  .addDeserializer(Duration.class, new DurationReader())
                  .addDeserializer(Secret.class, new SecretReader()))
          .build();

  private final List<String> problems;

  /// @param problems where what is wrong is told, one line each
  public SettingsBinder(List<String> problems) {
    this.problems = problems;
  }

  /// The record of a section; null, with a problem told, where it cannot be made.
  ///
  /// @param path the section's key, for messages; empty for the root
  public <T> @Nullable T bind(String path, JsonNode section, Class<T> type) {
    try {
      return MAPPER.convertValue(section, type);
    } catch (IllegalArgumentException e) {
      problems.add(problem(path, e));
      return null;
    }
  }

  /// The roles; null, with a problem told, where one is not known.
  @Nullable List<Role> roles(JsonNode roles) {
    Role[] bound = bind("roles", roles, Role[].class);
    return bound == null ? null : List.of(bound);
  }

  /// The profiles, each under its own name in the messages.
  @Nullable JudgeConfig judge(JsonNode judge) {
    int before = problems.size();
    Map<String, JudgeProfile> profiles = new TreeMap<>();
    judge
        .path("profiles")
        .properties()
        .forEach(entry -> {
          List<String> own = new ArrayList<>();
          String path = "judge.profiles." + entry.getKey();
          JudgeProfile profile =
              new SettingsBinder(own).bind(path, entry.getValue(), JudgeProfile.class);
          own.forEach(it -> problems.add(it.replace(JudgeProfile.ANY, path)));
          if (profile != null) {
            profiles.put(entry.getKey(), profile);
          }
        });
    if (problems.size() > before) {
      return null;
    }
    try {
      return new JudgeConfig(judge.path("default_profile").asText(), profiles);
    } catch (InvalidConfigException e) {
      problems.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static String problem(String path, IllegalArgumentException thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidConfigException invalid) {
        return String.valueOf(invalid.getMessage());
      }
    }
    if (!(thrown.getCause() instanceof JsonMappingException mapping)) {
      return path + ": it cannot be used: " + thrown.getMessage();
    }
    String key =
        mapping.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(name -> name != null)
            .collect(Collectors.joining("."));
    String whole = path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    // What is no URL may still hold a password.
    if (mapping instanceof InvalidFormatException format && format.getTargetType() != URI.class) {
      return "%s: '%s' is %s".formatted(whole, format.getValue(), rule(format.getTargetType()));
    }
    Class<?> wanted =
        switch (mapping.getCause()) {
          case InputCoercionException number -> number.getTargetType();
          case null, default ->
              mapping instanceof MismatchedInputException other ? other.getTargetType() : null;
        };
    return whole + ": its value is " + rule(wanted);
  }

  private static String rule(@Nullable Class<?> type) {
    if (type == int.class) {
      return "not a whole number of up to 2147483647";
    }
    if (type == double.class) {
      return "not a number";
    }
    if (type == boolean.class) {
      return "neither true nor false";
    }
    if (type == Duration.class) {
      return "no duration: write 100ms, 5s, 10m, 2h or 7d";
    }
    if (type == URI.class) {
      return "not a URL such as http://host:8000/v1";
    }
    if (type == Role.class) {
      return "no role: the roles are " + names(type);
    }
    if (type != null && type.isEnum()) {
      return "none of " + names(type);
    }
    return "not of the kind it must be";
  }

  private static String names(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static final class DurationReader extends StdScalarDeserializer<Duration> {
    private static final long serialVersionUID = 1L;

    private DurationReader() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      try {
        return Durations.parse(parser.getText());
      } catch (IllegalArgumentException e) {
        throw InvalidFormatException.from(parser, "no duration", parser.getText(), Duration.class);
      }
    }
  }

  private static final class SecretReader extends StdScalarDeserializer<Secret> {
    private static final long serialVersionUID = 1L;

    private SecretReader() {
      super(Secret.class);
    }

    @Override
    public Secret deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return new Secret(parser.getText());
    }
  }
}
