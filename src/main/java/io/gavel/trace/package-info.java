/// What the roles know of traces: the context that goes with a record, and what they tell of their
/// work. Shared; knows no role and nothing of OpenTelemetry, which is in `trace.otel` alone.
/// Without tracing the context still goes from record to record ([Untraced]).
@NullMarked
package io.gavel.trace;

import org.jspecify.annotations.NullMarked;
