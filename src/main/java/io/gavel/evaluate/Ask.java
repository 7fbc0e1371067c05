package io.gavel.evaluate;

import io.gavel.schema.JudgeRequest;

/// One thing to ask a judge about an item.
///
/// @param view what the judge is shown of the item
/// @param request the request, as production would make it; its id is a hash of all that the judge
///   is shown and of the item's number
public record Ask(View view, JudgeRequest request) {}
