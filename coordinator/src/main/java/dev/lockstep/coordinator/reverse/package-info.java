/** Changes that take an epoch back when it has gone too far for a rollback. */
@NullMarked
package dev.lockstep.coordinator.reverse;

import org.jspecify.annotations.NullMarked;
