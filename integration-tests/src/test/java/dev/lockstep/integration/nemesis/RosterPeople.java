package dev.lockstep.integration.nemesis;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.client.CoordinatorFailure;
import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.LeaveCommand;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RosterCommand;
import dev.lockstep.v1.RosterNode;
import dev.lockstep.v1.RosterStanding;
import dev.lockstep.v1.WaiveCommand;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What people do with the roster: they go on without a node that is away, let nodes go, bring them up to date by hand and let them in again, and let in a node that
 * was brought back from a backup. Nobody writes to a node that an epoch does not wait for, or that has left. For one thread.
 */
final class RosterPeople {
    private static final String WHO = "somebody";
    private static final long PATIENCE_MILLIS = 2_500;
    private static final long JOIN_MILLIS = 20_000;
    private static final long LOOK_MILLIS = 500;
    private static final Set<Phase> WAIVABLE = EnumSet.of(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE);

    private final CoordinatorClient client;
    private final Application application;
    private final Cluster cluster;
    private final Diary diary;
    private final Random random;
    private final Map<String, Long> awaySince = new HashMap<>();
    private final Set<String> idle = new TreeSet<>();
    private final Set<String> absent = new TreeSet<>();
    private final Set<String> restored = new TreeSet<>();
    private @Nullable String leaving;
    private @Nullable String backedUp;
    private boolean epochSinceBackup;
    private boolean waives;
    private boolean someoneLeaves;
    private boolean theLostLeave;

    RosterPeople(CoordinatorClient client, Application application, Cluster cluster, Diary diary, long seed) {
        this.client = client;
        this.application = application;
        this.cluster = cluster;
        this.diary = diary;
        this.random = new Random(seed * 15_485_863);
    }

    /** The nodes that were brought back from a backup; to be read when the work has ended. */
    Set<String> restored() {
        return Set.copyOf(restored);
    }

    /** No epoch is open. A node that was brought back from a backup is let in before the next one opens. */
    void between(long boundMillis) throws InterruptedException {
        whoIsIdleWritesAgain();
        try {
            goOnLeaving();
            for (String node : List.copyOf(absent)) {
                if (random.nextInt(3) > 0) {
                    bringBack(node);
                }
            }
            backUpOrRestore(boundMillis);
            if (leaving == null && random.nextInt(6) == 0) {
                oneWhoMayLeave().ifPresent(this::beginLeaving);
                goOnLeaving();
            }
        } catch (CoordinatorFailure failed) {
            diary.say("roster: " + failed.code() + " " + failed.getMessage());
        } catch (SQLException away) {
            diary.say("roster: a server is away: " + away.getMessage());
        }
        waives = random.nextInt(3) > 0;
        someoneLeaves = random.nextInt(7) == 0;
        theLostLeave = random.nextInt(3) == 0;
        awaySince.clear();
    }

    private void whoIsIdleWritesAgain() {
        for (String node : List.copyOf(idle)) {
            if (!absent.contains(node) && !node.equals(leaving)) {
                application.resume(node);
                idle.remove(node);
            }
        }
    }

    private void nobodyWritesTo(String node) {
        application.retire(node);
        idle.add(node);
    }

    /** An epoch is open. */
    void during(EpochStatus seen) {
        epochSinceBackup = true;
        goOnLeaving();
        boolean forward = seen.getState() == EpochState.RUNNING && WAIVABLE.contains(seen.getPhase());
        if (forward || seen.getState() == EpochState.ROLLING_BACK) {
            seen.getNodesList().forEach(node -> lookAfter(seen, node));
        }
        if (leaving == null && someoneLeaves && forward) {
            someoneLeaves = false;
            oneWhoMayLeave().ifPresent(this::beginLeaving);
        }
        if (leaving == null && theLostLeave && seen.getPhase() == Phase.RELEASE) {
            seen.getNodesList().stream()
                    .filter(node -> node.getState().equals("waived") && mayLeave(node.getNode()))
                    .findFirst()
                    .ifPresent(lost -> beginLeaving(lost.getNode()));
        }
    }

    private void lookAfter(EpochStatus seen, EpochNodeStatus node) {
        if (!node.getState().equals("away")) {
            awaySince.remove(node.getNode());
            return;
        }
        long since = awaySince.computeIfAbsent(node.getNode(), first -> diary.millis());
        if (waives && diary.millis() - since > PATIENCE_MILLIS) {
            awaySince.put(node.getNode(), diary.millis());
            nobodyWritesTo(node.getNode());
            diary.say("roster: epoch " + seen.getNumber() + " goes on without " + node.getNode());
            var unused = client.waive(WaiveCommand.newBuilder()
                    .setFleet(Members.FLEET)
                    .setNode(node.getNode())
                    .setEpoch(seen.getNumber())
                    .setBy(WHO)
                    .setReason("it is away")
                    .build());
        }
    }

    /** One of those that have another of their engine beside them, to which they can be compared when they come back. */
    private Optional<String> oneWhoMayLeave() {
        List<String> candidates = cluster.nodes().stream()
                .map(NemesisNode::name)
                .filter(this::mayLeave)
                .toList();
        return candidates.isEmpty() ? Optional.empty() : Optional.of(candidates.get(random.nextInt(candidates.size())));
    }

    private boolean mayLeave(String name) {
        return !absent.contains(name)
                && !name.equals(backedUp)
                && twinOf(name).filter(twin -> !absent.contains(twin.name())).isPresent();
    }

    private Optional<NemesisNode> twinOf(String name) {
        NemesisNode node = cluster.node(name);
        return cluster.nodes().stream()
                .filter(other -> other != node && other.engine().equals(node.engine()))
                .findFirst();
    }

    private void beginLeaving(String node) {
        diary.say("roster: " + node + " shall leave");
        leaving = node;
        nobodyWritesTo(node);
    }

    /** Asked for and confirmed until it has left, because an answer can be lost. */
    private void goOnLeaving() {
        String node = leaving;
        if (node == null) {
            return;
        }
        try {
            if (standing(node).getStanding() != RosterStanding.LEFT) {
                LeaveCommand leave = LeaveCommand.newBuilder()
                        .setFleet(Members.FLEET)
                        .setNode(node)
                        .setBy(WHO)
                        .setReason("its host is gone")
                        .build();
                var asked = client.leave(leave);
                var confirmed = client.leave(
                        leave.toBuilder().setBy("another").setConfirm(true).build());
            }
            diary.say("roster: " + node + " has left");
            absent.add(node);
            leaving = null;
        } catch (CoordinatorFailure failed) {
            if (failed.code().equals("WRONG_STATE")) {
                diary.say("roster: " + node + " stays: " + failed.getMessage());
                leaving = null;
                return;
            }
            throw failed;
        }
    }

    private RosterNode standing(String node) {
        return client.roster(Members.FLEET).getNodesList().stream()
                .filter(each -> each.getName().equals(node))
                .findFirst()
                .orElseThrow();
    }

    /** Not now, when it does not come in within some time. */
    private void bringBack(String name) throws SQLException, InterruptedException {
        NemesisNode node = cluster.node(name);
        if (!node.isDismissed()) {
            return;
        }
        Repair.bring(node, twinOf(name).orElseThrow());
        diary.say("roster: " + name + " was brought up to date by hand, and shall come back");
        if (awaitStanding(name, diary.millis() + JOIN_MILLIS, false)) {
            absent.remove(name);
            whoIsIdleWritesAgain();
        }
    }

    private void backUpOrRestore(long boundMillis) throws SQLException, InterruptedException {
        String node = backedUp;
        if (node == null && random.nextInt(4) == 0) {
            List<NemesisNode> nodes = cluster.nodes();
            backUp(nodes.get(random.nextInt(nodes.size())));
        } else if (node != null && epochSinceBackup && random.nextInt(2) == 0) {
            restore(cluster.node(node), boundMillis);
        }
    }

    private void backUp(NemesisNode node) throws SQLException {
        if (absent.contains(node.name()) || node.name().equals(leaving) || !takeAgentOf(node)) {
            return;
        }
        Supervised agent = cluster.agentOf(node);
        try {
            agent.body().kill();
            Backup.take(node);
            diary.say("roster: a backup was made of " + node.name());
            backedUp = node.name();
            epochSinceBackup = false;
        } finally {
            agent.giveBack();
        }
    }

    private boolean takeAgentOf(NemesisNode node) {
        return cluster.agentOf(node).take();
    }

    private void restore(NemesisNode node, long boundMillis) throws SQLException, InterruptedException {
        if (!takeAgentOf(node)) {
            return;
        }
        Supervised agent = cluster.agentOf(node);
        try {
            agent.body().kill();
            restored.add(node.name());
            Backup.restore(node);
            diary.say("roster: " + node.name() + " was restored from its backup");
            backedUp = null;
        } finally {
            agent.giveBack();
        }
        if (!awaitStanding(node.name(), boundMillis, true)) {
            diary.say("roster: " + node.name() + " was not held and let in");
        }
    }

    /** Asks that a node is let in until it is a member, or the time is up. */
    private boolean awaitStanding(String node, long boundMillis, boolean isMember) throws InterruptedException {
        boolean wasOutside = !isMember;
        String last = "";
        while (diary.millis() < boundMillis) {
            try {
                RosterStanding standing = standing(node).getStanding();
                wasOutside |= standing != RosterStanding.MEMBER;
                if (wasOutside && standing == RosterStanding.MEMBER) {
                    diary.say("roster: " + node + " was let in");
                    return true;
                }
                if (wasOutside) {
                    var unused = client.join(RosterCommand.newBuilder()
                            .setFleet(Members.FLEET)
                            .setNode(node)
                            .setBy(WHO)
                            .setReason("it is up to date")
                            .build());
                }
            } catch (CoordinatorFailure failed) {
                if (!last.equals(failed.getMessage())) {
                    last = String.valueOf(failed.getMessage());
                    diary.say("roster: " + node + ": " + last);
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return false;
    }
}
