package dev.lockstep.integration.bench;

/**
 * What one run has measured.
 *
 * @param agents how many there were
 * @param processes how many processes of agents they made
 * @param first from the last acknowledgement of a phase to the first agent that starts the next one
 * @param last the same to the last agent
 * @param bytesPerAgent what the coordinator's heap holds for each
 */
record RunFigures(int agents, int processes, Percentiles first, Percentiles last, long bytesPerAgent) {}
