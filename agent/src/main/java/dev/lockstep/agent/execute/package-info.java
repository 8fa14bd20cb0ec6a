/** Executes mandates: decides from ledger, plan and probe what comes next, and does it so that each effect happens once. */
@NullMarked
package dev.lockstep.agent.execute;

import org.jspecify.annotations.NullMarked;
