package io.gavel.config;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Whether and where traces and the results of evaluations are told, by OpenTelemetry's protocol.
///
/// @param exporter `none`, or `otlp` for OTLP over HTTP
/// @param endpoint the collector's base URL, such as `http://localhost:4318`; `/v1/traces` and
///   `/v1/logs` are added
/// @param headers sent with each export, as `name=value,name=value`; empty for none
/// @param samplingRatio how many of the traces that begin here are told, 0 to 1; one that a
///   producer began is told where the producer has it told
/// @param includeContent whether the judge's words are told
public record TracingConfig(
    String exporter, URI endpoint, Secret headers, double samplingRatio, boolean includeContent) {
  private static final String OTLP = "otlp";
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /// Nothing is told.
  public static final TracingConfig OFF =
      new TracingConfig("none", URI.create("http://localhost:4318"), Secret.NONE, 1, false);

  /// Checks.
  public TracingConfig {
    Check.that(
        exporter.equals("none") || exporter.equals(OTLP),
        "tracing.exporter",
        "'" + exporter + "'",
        "none or otlp");
    // First: the next check tells the value, which would tell the password.
    Check.that(
        endpoint.toString().indexOf('@') < 0,
        "tracing.endpoint",
        "a URL with an @",
        "without a user and password, which go into headers");
    Check.that(
        endpoint.getHost() != null
            && endpoint.getScheme() != null
            && SCHEMES.contains(endpoint.getScheme())
            && endpoint.getQuery() == null
            && endpoint.getFragment() == null,
        "tracing.endpoint",
        endpoint.toString().replaceFirst("[?#].*", ""),
        "a URL such as http://localhost:4318");
    Check.that(
        samplingRatio >= 0 && samplingRatio <= 1,
        "tracing.sampling_ratio",
        samplingRatio,
        "from 0 to 1");
    parse(headers);
  }

  /// Whether anything is told.
  public boolean isOn() {
    return exporter.equals(OTLP);
  }

  /// A path below the endpoint.
  ///
  /// @param path without a slash before it
  public URI address(String path) {
    return URI.create(endpoint.toString().replaceAll("/+$", "") + "/" + path);
  }

  /// The headers by name.
  public Map<String, String> sentHeaders() {
    return parse(headers);
  }

  private static Map<String, String> parse(Secret headers) {
    Map<String, String> parsed = new LinkedHashMap<>();
    if (headers.isPresent()) {
      for (String header : headers.value().split(",", -1)) {
        int equals = header.indexOf('=');
        String name = header.substring(0, Math.max(0, equals)).strip();
        String value = header.substring(equals + 1).strip();
        Check.that(
            name.matches("[A-Za-z0-9-]+") && value.chars().allMatch(c -> c >= ' ' && c < 0x7f),
            "tracing.headers",
            "what stands there",
            "name=value, several separated by commas");
        parsed.put(name, value);
      }
    }
    return parsed;
  }
}
