/** What each engine keeps of a node's ledger, by the contract that the one in memory passes too. */
@NullMarked
package dev.lockstep.integration.ledger;

import org.jspecify.annotations.NullMarked;
