package io.gavel.trace;

import com.google.protobuf.ByteString;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/// A collector of OTLP over HTTP in protobuf, which remembers what it is sent.
public final class TestingCollector implements AutoCloseable {
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<LogRecord> events = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final Javalin server;

  private TestingCollector() {
    server =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.routes.post("/v1/traces", this::traces);
          config.routes.post("/v1/logs", this::logs);
        });
  }

  /// Starts on a free port of the loopback interface.
  public static TestingCollector start() {
    TestingCollector collector = new TestingCollector();
    collector.server.start("127.0.0.1", 0);
    return collector;
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  public List<Span> spans() {
    return spans;
  }

  public List<LogRecord> events() {
    return events;
  }

  /// The header of that name of each request.
  public List<String> authorizations() {
    return authorizations;
  }

  /// The spans of one name.
  public List<Span> spans(String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).toList();
  }

  /// An id as it is written in a `traceparent`.
  public static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  /// Attributes as text by name.
  public static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(KeyValue::getKey, attribute -> text(attribute.getValue())));
  }

  @Override
  public void close() {
    server.stop();
  }

  private void traces(Context context) throws IOException {
    note(context);
    ExportTraceServiceRequest.parseFrom(body(context)).getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .forEach(scope -> spans.addAll(scope.getSpansList()));
  }

  private void logs(Context context) throws IOException {
    note(context);
    ExportLogsServiceRequest.parseFrom(body(context)).getResourceLogsList().stream()
        .flatMap(resource -> resource.getScopeLogsList().stream())
        .forEach(scope -> events.addAll(scope.getLogRecordsList()));
  }

  private void note(Context context) {
    String authorization = context.header("Authorization");
    authorizations.add(authorization == null ? "" : authorization);
  }

  private static InputStream body(Context context) throws IOException {
    InputStream body = new ByteArrayInputStream(context.bodyAsBytes());
    return "gzip".equals(context.header("Content-Encoding")) ? new GZIPInputStream(body) : body;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream().map(TestingCollector::text).toList() + "";
      default -> throw new AssertionError(value);
    };
  }
}
