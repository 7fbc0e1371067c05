/// A judge against labelled data: items become judge requests, verdicts become outcomes. May touch
/// the shared packages, and of `judge` only `Judge` and `Verdict`.
@NullMarked
package io.gavel.evaluate;

import org.jspecify.annotations.NullMarked;
