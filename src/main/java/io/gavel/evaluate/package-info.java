/// A judge against labelled data: items become judge requests, verdicts become results. May touch
/// the shared packages, `agreement`, and of `judge` what asks and answers.
@NullMarked
package io.gavel.evaluate;

import org.jspecify.annotations.NullMarked;
