/** What a node's own database remembers of its agent's work: position, mandates, steps, plans, backfill positions. */
@NullMarked
package dev.lockstep.agent.ledger;

import org.jspecify.annotations.NullMarked;
