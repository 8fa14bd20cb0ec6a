/** The streams of agents: who serves which node now, what they report, what they are asked. */
@NullMarked
package dev.lockstep.coordinator.agents;

import org.jspecify.annotations.NullMarked;
