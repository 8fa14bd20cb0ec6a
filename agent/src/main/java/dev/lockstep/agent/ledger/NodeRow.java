package dev.lockstep.agent.ledger;

import dev.lockstep.v1.Position;

/**
 * Who the node is, and how far it has received.
 *
 * @param databaseIdentity of the database at adoption
 * @param adoptionId random, made at adoption: tells a clone from the original
 * @param incarnation how many agents' processes have served the node
 * @param position the last directive received
 */
public record NodeRow(
        String fleet, String name, String databaseIdentity, String adoptionId, long incarnation, Position position) {}
