/// Which endpoint is asked, how many calls it gets at once, and when none. May touch `judge.model`
/// and `metric`.
@NullMarked
package io.gavel.judge.pool;

import org.jspecify.annotations.NullMarked;
