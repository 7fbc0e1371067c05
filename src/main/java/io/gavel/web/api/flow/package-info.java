/// The way of the events in the API: what became of them, what waits, and the judges that they wait
/// for. May touch the shared packages, `web` and `web.api`.
@NullMarked
package io.gavel.web.api.flow;

import org.jspecify.annotations.NullMarked;
