/// Score windows and drift alerts in the API. May touch the shared packages, `web` and `web.api`.
@NullMarked
package io.gavel.web.api.series;

import org.jspecify.annotations.NullMarked;
