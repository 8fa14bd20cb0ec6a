/** Journal and directives, in memory and on a real Kafka, by the same contracts. */
@NullMarked
package dev.lockstep.integration.journal;

import org.jspecify.annotations.NullMarked;
