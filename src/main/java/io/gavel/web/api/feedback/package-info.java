/// Feedback and what was judged in the API. May touch the shared packages, `web` and `web.api`.
@NullMarked
package io.gavel.web.api.feedback;

import org.jspecify.annotations.NullMarked;
