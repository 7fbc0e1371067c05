/// The worker's own HTTP server: what it counts, and how it stands. May touch the shared packages;
/// the only place that knows the server's library. Each group of paths is a [io.gavel.web.Routes].
@NullMarked
package io.gavel.web;

import org.jspecify.annotations.NullMarked;
