/** Follows the directives of a node's fleet into its ledger, and says who the node is. */
@NullMarked
package dev.lockstep.agent.follow;

import org.jspecify.annotations.NullMarked;
