/** A node's database as the agent uses it: sessions that join the ledger with what an engine can do. */
@NullMarked
package dev.lockstep.agent.node;

import org.jspecify.annotations.NullMarked;
