/// The kind `chat`: any chat model, asked with a template in the Mustache language and read
/// strictly. Pure but for the files of the template, read once when a profile is set up. May touch
/// `config`, `hash`, the records, and the kinds' and protocols' packages of `judge`.
@NullMarked
package io.gavel.judge.chat;

import org.jspecify.annotations.NullMarked;
