/// How the roles of a worker stand: whether their loops turn, and whether they can work. May touch
/// no other package of Gavel.
@NullMarked
package io.gavel.health;

import org.jspecify.annotations.NullMarked;
