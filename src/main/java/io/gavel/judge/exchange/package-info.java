/// What is put to a judge model and what comes back, whatever the server's API: prompts, sampling,
/// answers, tokens. Pure values. May touch nothing but the JDK.
@NullMarked
package io.gavel.judge.exchange;

import org.jspecify.annotations.NullMarked;
