package dev.lockstep.integration.nemesis;

import dev.lockstep.deploy.client.CoordinatorFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The nodes that people let go, one at a time, and bring back: up to date by hand, whatever the epochs have left on them. For one thread. */
final class Leavers {
    private static final long JOIN_MILLIS = 20_000;

    private final RosterDesk desk;
    private final Cluster cluster;
    private final Application application;
    private final Diary diary;
    private final Random random;
    private final Set<String> absent = new TreeSet<>();
    private @Nullable String leaving;

    Leavers(RosterDesk desk, Cluster cluster, Application application, Diary diary, Random random) {
        this.desk = desk;
        this.cluster = cluster;
        this.application = application;
        this.diary = diary;
        this.random = random;
    }

    /** Whether it has left, or is about to. */
    boolean isGone(String node) {
        return absent.contains(node) || node.equals(leaving);
    }

    boolean isSomebodyLeaving() {
        return leaving != null;
    }

    /** One of those that may leave; empty for nobody. */
    Optional<String> anyBut(@Nullable String other) {
        List<String> candidates = cluster.nodes().stream()
                .map(NemesisNode::name)
                .filter(node -> !node.equals(other) && mayLeave(node))
                .toList();
        return candidates.isEmpty() ? Optional.empty() : Optional.of(candidates.get(random.nextInt(candidates.size())));
    }

    /** A node may leave that has another of its engine beside it, to which it can be compared when it comes back. */
    boolean mayLeave(String node) {
        return !isGone(node)
                && twinOf(node).filter(twin -> !isGone(twin.name())).isPresent();
    }

    private Optional<NemesisNode> twinOf(String name) {
        NemesisNode node = cluster.node(name);
        return cluster.nodes().stream()
                .filter(other -> other != node && other.engine().equals(node.engine()))
                .findFirst();
    }

    void begin(String node) {
        diary.say("roster: " + node + " shall leave");
        leaving = node;
        application.retire(node);
    }

    /** Asks until it has left, because an answer can be lost. */
    void goOn() {
        String node = leaving;
        if (node == null) {
            return;
        }
        try {
            desk.leave(node);
            diary.say("roster: " + node + " has left");
            absent.add(node);
            leaving = null;
        } catch (CoordinatorFailure failed) {
            if (!failed.code().equals("WRONG_STATE")) {
                throw failed;
            }
            diary.say("roster: " + node + " stays: " + failed.getMessage());
            leaving = null;
        }
    }

    /** Between two epochs: two of three that are gone come back, unless they do not get in within some time. */
    void bringBackSome() throws SQLException, InterruptedException {
        for (String node : List.copyOf(absent)) {
            if (random.nextInt(3) > 0 && cluster.node(node).isDismissed()) {
                Repair.bring(cluster.node(node), twinOf(node).orElseThrow());
                diary.say("roster: " + node + " was brought up to date by hand, and shall come back");
                if (desk.letIn(node, diary.millis() + JOIN_MILLIS, false)) {
                    absent.remove(node);
                    application.resume(node);
                }
            }
        }
    }
}
