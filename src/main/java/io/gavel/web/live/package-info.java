/// What the page shows and no store holds: read from the topics' ends, and held in bounded room.
/// The edges to Kafka of the role `web`. May touch the shared packages, `web.api` and below.
@NullMarked
package io.gavel.web.live;

import org.jspecify.annotations.NullMarked;
