/** Where the leader is, and the sign that this agent is there. */
@NullMarked
package dev.lockstep.agent.presence;

import org.jspecify.annotations.NullMarked;
