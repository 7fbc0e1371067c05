/// Posts drift alerts to Alertmanager, from the topic in which they stand: what is open, what each
/// Alertmanager has been told of it, and the thread that tells them. May touch the records,
/// `config`, `health`, `metric`, `serde` and `topic`, and HTTP.
@NullMarked
package io.gavel.monitor.alertmanager;

import org.jspecify.annotations.NullMarked;
