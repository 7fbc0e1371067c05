/// What each role and command may do on the Kafka cluster, at the least: a list made from the
/// settings and the catalogue of topics, and its forms. Pure; of Kafka it touches the names of
/// resources and operations alone. May touch `config` and `topic`.
@NullMarked
package io.gavel.acl;

import org.jspecify.annotations.NullMarked;
