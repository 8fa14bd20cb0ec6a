package dev.lockstep.agent;

import dev.lockstep.agent.execute.NodeWorker;
import dev.lockstep.agent.follow.NodeFollower;
import dev.lockstep.agent.report.NodeReports;

/** Joins what is known of a node's health into one message. Thread-safe. */
final class NodeHealthBoard implements NodeFollower.Contact, NodeWorker.DatabaseContact {
    private final NodeReports reports;
    private boolean reachable = true;
    private String database = "";
    private String directives = "";

    NodeHealthBoard(NodeReports reports) {
        this.reports = reports;
    }

    @Override
    public void reached() {
        show(true, "", null);
    }

    @Override
    public void lost(String message) {
        show(false, "the node's database cannot be reached: " + message, null);
    }

    @Override
    public void refused(String reason) {
        show(true, "the node is not served: " + reason, null);
    }

    @Override
    public void directivesReached() {
        show(null, null, "");
    }

    @Override
    public void directivesLost(String message) {
        show(null, null, "directives cannot be read: " + message);
    }

    private synchronized void show(
            @org.jspecify.annotations.Nullable Boolean reachableNow,
            @org.jspecify.annotations.Nullable String databaseNow,
            @org.jspecify.annotations.Nullable String directivesNow) {
        reachable = reachableNow != null ? reachableNow : reachable;
        database = databaseNow != null ? databaseNow : database;
        directives = directivesNow != null ? directivesNow : directives;
        reports.health(
                reachable,
                database.isEmpty() || directives.isEmpty() ? database + directives : database + "; " + directives);
    }
}
