package io.gavel.web.reward.book;

import java.util.Optional;

/// That a sample, or one of its judgements, became a dead letter.
///
/// @param reason why, as a code
/// @param detail why, for a person
/// @param requestId the judge request that is lost; empty where it never became one
/// @param requests how many judge requests the sample has in all; 0 where that is not known
/// @param whole whether the sample as a whole is lost
public record Loss(
    String reason, String detail, Optional<String> requestId, int requests, boolean whole) {}
