package io.gavel.trace.otel;

import io.gavel.config.TracingConfig;
import io.gavel.metric.TraceMeters;
import io.gavel.trace.DecisionTrace;
import io.gavel.trace.RequestTrace;
import io.gavel.trace.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporterBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.LogLimits;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Spans and events by OTLP over HTTP. What is told waits in a bounded queue for a thread of the
/// SDK; what finds it full is dropped and counted, so a collector that is slow or down costs the
/// work nothing. For any number of threads.
public final class OtlpTracing implements Tracing {
  /// So many spans, and as many events, wait at most.
  static final int QUEUE = 8_192;

  private static final int BATCH = 512;
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration LAST = Duration.ofSeconds(5);
  private static final String SCOPE = "io.gavel";

  /// Ids and names; far above every one that is in use.
  private static final int LONGEST_ATTRIBUTE = 1_024;

  /// A judge's words, where they are told.
  private static final int LONGEST_EXPLANATION = 16_384;

  /// The SDK tells of each batch that failed, in a log that is not ours; [Export] tells instead.
  /// Held, as a logger that nobody holds forgets its level.
  private static final java.util.logging.Logger SDK_LOG =
      java.util.logging.Logger.getLogger("io.opentelemetry");

  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;
  private final Evaluations evaluations;

  private OtlpTracing(OpenTelemetrySdk sdk, Evaluations evaluations) {
    this.sdk = sdk;
    this.tracer = sdk.getTracer(SCOPE);
    this.evaluations = evaluations;
  }

  /// Starts; nothing is asked of the collector before there is something to tell.
  ///
  /// @param config where to, and what
  /// @param workerId tells this worker from others
  /// @param meters count what is told and what is lost
  public static OtlpTracing start(TracingConfig config, String workerId, TraceMeters meters) {
    SDK_LOG.setLevel(Level.OFF);
    Resource resource =
        Resource.getDefault()
            .merge(
                Resource.create(
                    Attributes.of(
                        AttributeKey.stringKey("service.name"),
                        "gavel",
                        AttributeKey.stringKey("service.instance.id"),
                        workerId)));
    OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(spans(config, resource, new Export("spans", QUEUE, meters)))
            .setLoggerProvider(events(config, resource, new Export("events", QUEUE, meters)))
            .build();
    Logger log = sdk.getLogsBridge().get(SCOPE);
    return new OtlpTracing(sdk, new Evaluations(log, config.includeContent()));
  }

  @Override
  public DecisionTrace decision(ConsumerRecord<byte[], byte[]> source) {
    return SpanDecision.begin(tracer, source);
  }

  @Override
  public RequestTrace request(ConsumerRecord<byte[], byte[]> source) {
    return SpanRequest.begin(tracer, evaluations, source);
  }

  @Override
  public void close() {
    sdk.shutdown().join(LAST.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static SdkTracerProvider spans(TracingConfig config, Resource resource, Export export) {
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(config.address("v1/traces").toString())
            .setConnectTimeout(CONNECT)
            .setTimeout(TIMEOUT);
    config.sentHeaders().forEach(exporter::addHeader);
    return SdkTracerProvider.builder()
        .setResource(resource)
        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.samplingRatio())))
        .setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(LONGEST_ATTRIBUTE).build())
        .addSpanProcessor(
            new BoundedSpans(
                BatchSpanProcessor.builder(new ExportedSpans(exporter.build(), export))
                    .setMaxQueueSize(QUEUE)
                    .setMaxExportBatchSize(BATCH)
                    .setScheduleDelay(EVERY)
                    .setExporterTimeout(TIMEOUT)
                    .build(),
                export))
        .build();
  }

  private static SdkLoggerProvider events(TracingConfig config, Resource resource, Export export) {
    OtlpHttpLogRecordExporterBuilder exporter =
        OtlpHttpLogRecordExporter.builder()
            .setEndpoint(config.address("v1/logs").toString())
            .setConnectTimeout(CONNECT)
            .setTimeout(TIMEOUT);
    config.sentHeaders().forEach(exporter::addHeader);
    return SdkLoggerProvider.builder()
        .setResource(resource)
        .setLogLimits(
            () -> LogLimits.builder().setMaxAttributeValueLength(LONGEST_EXPLANATION).build())
        .addLogRecordProcessor(
            new BoundedEvents(
                BatchLogRecordProcessor.builder(new ExportedEvents(exporter.build(), export))
                    .setMaxQueueSize(QUEUE)
                    .setMaxExportBatchSize(BATCH)
                    .setScheduleDelay(EVERY)
                    .setExporterTimeout(TIMEOUT)
                    .build(),
                export))
        .build();
  }
}
