package dev.lockstep.coordinator.leadership;

/** Hears about leadership, on ZooKeeper's threads: must return fast, whoever has a loop enqueues here. */
public interface LeadershipListener {
    /** This coordinator may try to claim its fleets in their journals; until a claim counts it decides nothing. */
    void onGained();

    /**
     * Stop deciding at once. Comes for a suspended connection too.
     *
     * @param reason for the log and the status page
     */
    void onLost(String reason);
}
