/// The `auto-j` kind of judge: fills the prompts that Auto-J was trained on, and reads its ratings
/// and decisions strictly. Pure. May touch `config`, `judge.kind`, `judge.exchange`,
/// `judge.protocol`, the records and the reasons of `deadletter`.
@NullMarked
package io.gavel.judge.autoj;

import org.jspecify.annotations.NullMarked;
