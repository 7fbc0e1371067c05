/// The Prometheus kind of judge: its prompts, byte for byte as the models were trained on them.
/// Pure. May touch the other packages of `judge` below `judge` itself, the records and the reasons
/// of `deadletter`.
@NullMarked
package io.gavel.judge.prometheus;

import org.jspecify.annotations.NullMarked;
