/// The Prometheus kind of judge: its prompts, byte for byte as the models were trained on them, and
/// a strict reader of its answers. Pure. May touch `judge.kind`, the records and the reasons of
/// `deadletter`.
@NullMarked
package io.gavel.judge.prometheus;

import org.jspecify.annotations.NullMarked;
