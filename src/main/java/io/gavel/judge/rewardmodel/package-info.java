/// The `reward-model` kind of judge: sequence classifiers and reward models that give numbers,
/// which the profile maps to the rubric's scale. Pure. May touch `config`, `judge.kind`,
/// `judge.exchange`, `judge.protocol`, the records and the reasons of `deadletter`.
@NullMarked
package io.gavel.judge.rewardmodel;

import org.jspecify.annotations.NullMarked;
