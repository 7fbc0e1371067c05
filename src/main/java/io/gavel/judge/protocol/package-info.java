/// How prompts are put to the APIs of judge servers, and answers read from their replies: one class
/// for each API. Pure: JSON in, JSON out; the call itself is `judge.model`'s. May touch `config`
/// and `judge.exchange`.
@NullMarked
package io.gavel.judge.protocol;

import org.jspecify.annotations.NullMarked;
