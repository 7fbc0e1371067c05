/// The Kafka edge of trainers' rewards: publishes samples as generations, and reads rewards, dead
/// letters and policies. May touch the shared packages and `web.reward`.
@NullMarked
package io.gavel.web.reward.feed;

import org.jspecify.annotations.NullMarked;
