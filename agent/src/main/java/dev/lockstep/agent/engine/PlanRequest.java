package dev.lockstep.agent.engine;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Change;

/**
 * What to plan.
 *
 * @param change as read from its canonical bytes
 * @param changeHash SHA-256 of those bytes
 * @param fleet the fleet
 * @param epoch number of the epoch; 0 in a dry run
 * @param node the node
 * @param address where its database is
 */
public record PlanRequest(
        Change change, ByteString changeHash, String fleet, long epoch, String node, DatabaseAddress address) {}
