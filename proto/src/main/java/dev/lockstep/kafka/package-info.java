/** What coordinator and agents agree on in Kafka: the names of topics and transactional ids. */
@NullMarked
package dev.lockstep.kafka;

import org.jspecify.annotations.NullMarked;
