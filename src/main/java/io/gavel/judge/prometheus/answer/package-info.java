/// A strict reader of what Prometheus answers: the symbol it concludes with and where that stands,
/// or why there is none that can be relied on. Also the signs by which a text under evaluation
/// poses as such an answer. Pure; touches nothing but the JDK.
@NullMarked
package io.gavel.judge.prometheus.answer;

import org.jspecify.annotations.NullMarked;
