/// Trainers' requests for rewards over HTTP, in OpenRLHF's protocol. May touch the shared packages
/// and `web`.
@NullMarked
package io.gavel.web.reward;

import org.jspecify.annotations.NullMarked;
