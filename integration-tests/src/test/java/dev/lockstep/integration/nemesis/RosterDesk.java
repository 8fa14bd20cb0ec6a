package dev.lockstep.integration.nemesis;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.client.CoordinatorFailure;
import dev.lockstep.v1.LeaveCommand;
import dev.lockstep.v1.RosterCommand;
import dev.lockstep.v1.RosterNode;
import dev.lockstep.v1.RosterStanding;
import dev.lockstep.v1.WaiveCommand;
import java.util.concurrent.TimeUnit;

/** How people tell the coordinators what they have decided about the roster. For one thread. */
final class RosterDesk {
    private static final String WHO = "somebody";
    private static final long LOOK_MILLIS = 500;

    private final CoordinatorClient client;
    private final Diary diary;

    RosterDesk(CoordinatorClient client, Diary diary) {
        this.client = client;
        this.diary = diary;
    }

    RosterStanding standing(String node) {
        return client.roster(Members.FLEET).getNodesList().stream()
                .filter(each -> each.getName().equals(node))
                .map(RosterNode::getStanding)
                .findFirst()
                .orElseThrow();
    }

    void waive(long epoch, String node) {
        diary.say("roster: epoch " + epoch + " shall go on without " + node);
        var unused = client.waive(WaiveCommand.newBuilder()
                .setFleet(Members.FLEET)
                .setNode(node)
                .setEpoch(epoch)
                .setBy(WHO)
                .setReason("it is away")
                .build());
    }

    /** Asks for it and confirms it, unless the node has left. */
    void leave(String node) {
        if (standing(node) == RosterStanding.LEFT) {
            return;
        }
        LeaveCommand.Builder leave = LeaveCommand.newBuilder()
                .setFleet(Members.FLEET)
                .setNode(node)
                .setBy(WHO)
                .setReason("its host is gone");
        say(leave);
        say(leave.setBy("another").setConfirm(true));
    }

    private void say(LeaveCommand.Builder leave) {
        var unused = client.leave(leave.build());
    }

    /**
     * Asks that a node is let in until it is a member, or the time is up.
     *
     * @param isMember whether it is one, and first has to be found to be held
     */
    boolean letIn(String node, long boundMillis, boolean isMember) throws InterruptedException {
        boolean wasOutside = !isMember;
        String last = "";
        while (diary.millis() < boundMillis) {
            try {
                RosterStanding standing = standing(node);
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
                String answer = String.valueOf(failed.getMessage());
                if (!last.equals(answer)) {
                    last = answer;
                    diary.say("roster: " + node + ": " + answer);
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return false;
    }
}
