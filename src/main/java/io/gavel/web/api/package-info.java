/// The JSON API: what it answers, from what it is told through small interfaces, and the paths.
/// Views are plain records and pure; no type here knows Kafka. May touch the shared packages and
/// `web`.
@NullMarked
package io.gavel.web.api;

import org.jspecify.annotations.NullMarked;
