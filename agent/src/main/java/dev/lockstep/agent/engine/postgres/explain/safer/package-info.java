/** The change of Lockstep's that does what a statement does, without stopping anybody. */
@NullMarked
package dev.lockstep.agent.engine.postgres.explain.safer;

import org.jspecify.annotations.NullMarked;
