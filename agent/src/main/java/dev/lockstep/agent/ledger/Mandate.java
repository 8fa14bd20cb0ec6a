package dev.lockstep.agent.ledger;

/**
 * What a step runs under: it must be found in the ledger when work starts, and when it commits (rule N1).
 *
 * @param number of the directive
 * @param incarnation of the agent's process that works
 */
public record Mandate(long epoch, long number, long incarnation) {}
