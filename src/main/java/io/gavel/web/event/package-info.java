/// Server-sent events: tells whoever looks that something has changed, and what. May touch `web`.
@NullMarked
package io.gavel.web.event;

import org.jspecify.annotations.NullMarked;
