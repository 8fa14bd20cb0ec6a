package dev.lockstep.integration.nemesis;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Those who make a backup of a node, bring the node back from it some epochs later, and let it in. For one thread. */
final class Restorers {
    private final RosterDesk desk;
    private final Cluster cluster;
    private final Diary diary;
    private final Random random;
    private final Set<String> restored = new TreeSet<>();
    private @Nullable String backedUp;
    private boolean hasWorkedSince;

    Restorers(RosterDesk desk, Cluster cluster, Diary diary, Random random) {
        this.desk = desk;
        this.cluster = cluster;
        this.diary = diary;
        this.random = random;
    }

    /** The node of which there is a backup. */
    @Nullable
    String backedUp() {
        return backedUp;
    }

    Set<String> restored() {
        return Set.copyOf(restored);
    }

    /** An epoch is under way: its node will have reported more than the backup knows. */
    void epochGoesOn() {
        hasWorkedSince = true;
    }

    /** Between two epochs: perhaps one of both. A node that was restored is let in before the next epoch opens. */
    void perhaps(Leavers leavers, long boundMillis) throws SQLException, InterruptedException {
        String node = backedUp;
        if (node == null && random.nextInt(4) == 0) {
            List<NemesisNode> nodes = cluster.nodes();
            NemesisNode any = nodes.get(random.nextInt(nodes.size()));
            if (!leavers.isGone(any.name())) {
                backUp(any);
            }
        } else if (node != null && hasWorkedSince && random.nextInt(2) == 0) {
            restore(cluster.node(node), boundMillis);
        }
    }

    private void backUp(NemesisNode node) throws SQLException {
        withoutAgent(node, () -> {
            Backup.take(node);
            diary.say("roster: a backup was made of " + node.name());
            backedUp = node.name();
            hasWorkedSince = false;
        });
    }

    private void restore(NemesisNode node, long boundMillis) throws SQLException, InterruptedException {
        boolean done = withoutAgent(node, () -> {
            restored.add(node.name());
            Backup.restore(node);
            diary.say("roster: " + node.name() + " was restored from its backup");
            backedUp = null;
        });
        if (done && !desk.letIn(node.name(), boundMillis, true)) {
            diary.say("roster: " + node.name() + " was not held and let in");
        }
    }

    /** Whoever looks after the processes starts the agent again. False when somebody else does something to it now. */
    private boolean withoutAgent(NemesisNode node, OnDatabase action) throws SQLException {
        Supervised agent = cluster.agentOf(node);
        if (!agent.take()) {
            return false;
        }
        try {
            agent.body().kill();
            action.run();
            return true;
        } finally {
            agent.giveBack();
        }
    }

    /** Something by plain SQL. */
    private interface OnDatabase {
        void run() throws SQLException;
    }
}
