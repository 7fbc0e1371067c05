/// Asks other workers over HTTP for what they know themselves. May touch the shared packages and
/// `web.api`.
@NullMarked
package io.gavel.web.peer;

import org.jspecify.annotations.NullMarked;
