package dev.lockstep.integration.nemesis;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.client.CoordinatorFailure;
import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Phase;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What people do with the roster: they go on without a node that is away, let nodes go, let them in again, and let in a node that was brought back from a backup.
 * Nobody writes to a node that an epoch does not wait for, or that has left. For one thread.
 */
final class RosterPeople {
    private static final long PATIENCE_MILLIS = 2_500;
    private static final Set<Phase> WAIVABLE = EnumSet.of(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE);

    private final RosterDesk desk;
    private final Leavers leavers;
    private final Restorers restorers;
    private final Application application;
    private final Diary diary;
    private final Random random;
    private final Map<String, Long> awaySince = new HashMap<>();
    private boolean waives;
    private boolean someoneLeaves;
    private boolean theLostLeave;

    RosterPeople(CoordinatorClient client, Application application, Cluster cluster, Diary diary, long seed) {
        this.application = application;
        this.diary = diary;
        this.random = new Random(seed * 15_485_863);
        this.desk = new RosterDesk(client, diary);
        this.leavers = new Leavers(desk, cluster, application, diary, random);
        this.restorers = new Restorers(desk, cluster, diary, random);
    }

    /** The nodes that were brought back from a backup; to be read when the work has ended. */
    Set<String> restored() {
        return restorers.restored();
    }

    /** No epoch is open. */
    void between(long boundMillis) throws InterruptedException {
        application.resumeAllBut(leavers::isGone);
        try {
            leavers.goOn();
            leavers.bringBackSome();
            restorers.perhaps(leavers, boundMillis);
            if (!leavers.isSomebodyLeaving() && random.nextInt(6) == 0) {
                leavers.anyBut(restorers.backedUp()).ifPresent(leavers::begin);
                leavers.goOn();
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

    /** An epoch is open. */
    void during(EpochStatus seen) {
        restorers.epochGoesOn();
        leavers.goOn();
        boolean forward = seen.getState() == EpochState.RUNNING && WAIVABLE.contains(seen.getPhase());
        if (forward || seen.getState() == EpochState.ROLLING_BACK) {
            seen.getNodesList().forEach(node -> lookAfter(seen, node));
        }
        if (leavers.isSomebodyLeaving()) {
            return;
        }
        if (someoneLeaves && forward) {
            someoneLeaves = false;
            leavers.anyBut(restorers.backedUp()).ifPresent(leavers::begin);
        } else if (theLostLeave && seen.getPhase() == Phase.RELEASE) {
            seen.getNodesList().stream()
                    .filter(node -> node.getState().equals("waived"))
                    .map(EpochNodeStatus::getNode)
                    .filter(node -> leavers.mayLeave(node) && !node.equals(restorers.backedUp()))
                    .findFirst()
                    .ifPresent(leavers::begin);
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
            application.retire(node.getNode());
            desk.waive(seen.getNumber(), node.getNode());
        }
    }
}
