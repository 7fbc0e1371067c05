/// What the roles tell of their work as spans and events of OpenTelemetry, by its conventions for
/// messaging and for generative AI, sent by OTLP over HTTP. The one place that sees the SDK.
@NullMarked
package io.gavel.trace.otel;

import org.jspecify.annotations.NullMarked;
