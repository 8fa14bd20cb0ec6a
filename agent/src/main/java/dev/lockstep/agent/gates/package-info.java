/** The agent's side of the gates: a shared lock while it works on a phase. */
@NullMarked
package dev.lockstep.agent.gates;

import org.jspecify.annotations.NullMarked;
