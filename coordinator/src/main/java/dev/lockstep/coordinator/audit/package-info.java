/** What the history proves: the chain from its first entry on, and what every node should look like. */
@NullMarked
package dev.lockstep.coordinator.audit;

import org.jspecify.annotations.NullMarked;
