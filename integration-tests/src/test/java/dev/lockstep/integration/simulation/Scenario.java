package dev.lockstep.integration.simulation;

/** How large the fleet of a seed is, and what is asked of it. */
record Scenario(
        int nodes, int agents, int coordinators, int epochs, int batchRows, boolean liveness, long faultsEndMillis) {
    static Scenario of(Chance chance, long seed) {
        int nodes = chance.between(2, 5);
        return new Scenario(
                nodes,
                chance.oneIn(3) ? (nodes + 1) / 2 : nodes,
                chance.between(2, 3),
                chance.between(1, 2),
                chance.between(30, 400),
                seed % 2 == 0,
                chance.between(8_000, 30_000));
    }
}
