/// Which endpoints there are, followed as it changes. Knows neither pools nor HTTP.
@NullMarked
package io.gavel.judge.pool.discovery;

import org.jspecify.annotations.NullMarked;
