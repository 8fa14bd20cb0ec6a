package dev.lockstep.integration.nemesis;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Admit;
import dev.lockstep.v1.CatchUp;
import dev.lockstep.v1.Dismiss;
import dev.lockstep.v1.EpochReleased;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.LeaveRequested;
import dev.lockstep.v1.NodeHeld;
import dev.lockstep.v1.NodeJoined;
import dev.lockstep.v1.NodeKnown;
import dev.lockstep.v1.NodeLeft;
import dev.lockstep.v1.NodeWaived;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.WaiverEnded;
import java.util.List;

/** Events about who belongs to the fleet, and whom epoch 1 waits for. */
final class ForgedRoster {
    private static final String WHO = "ann";
    private static final String WHY = "its host is gone";

    private ForgedRoster() {}

    static Event waived(String node, String reason) {
        return Event.newBuilder()
                .setNodeWaived(NodeWaived.newBuilder()
                        .setEpoch(1)
                        .setNode(node)
                        .setBy(WHO)
                        .setReason(reason))
                .build();
    }

    static Event waiverEnded(String node) {
        return Event.newBuilder()
                .setWaiverEnded(WaiverEnded.newBuilder().setEpoch(1).setNode(node))
                .build();
    }

    static Event catchUp(long number, Phase phase, String node) {
        return ForgedEvents.issued(
                number,
                1,
                List.of(node),
                Order.newBuilder().setCatchUp(CatchUp.newBuilder().setPhase(phase)));
    }

    static Event released() {
        return Event.newBuilder()
                .setEpochReleased(EpochReleased.newBuilder().setEpoch(1).setBy(WHO))
                .build();
    }

    static Event leaveRequested(String node) {
        return Event.newBuilder()
                .setLeaveRequested(
                        LeaveRequested.newBuilder().setNode(node).setBy(WHO).setReason(WHY))
                .build();
    }

    static Event left(String node) {
        return Event.newBuilder()
                .setNodeLeft(NodeLeft.newBuilder()
                        .setNode(node)
                        .setRequestedBy(WHO)
                        .setReason(WHY)
                        .setConfirmedBy("bob"))
                .build();
    }

    static Event dismiss(long number, String node) {
        return ForgedEvents.issued(
                number,
                0,
                List.of(node),
                Order.newBuilder().setDismiss(Dismiss.newBuilder().setReason(WHY)));
    }

    static Event held(String node) {
        return Event.newBuilder()
                .setNodeHeld(NodeHeld.newBuilder().setNode(node).setReason("its ledger is older than the history"))
                .build();
    }

    /** @param logNumber of the newest row about an epoch in its ledger */
    static Event known(String node, ByteString schema, long logNumber) {
        return Event.newBuilder()
                .setNodeKnown(NodeKnown.newBuilder()
                        .setMember(ForgedEvents.member(node))
                        .setLogNumber(logNumber)
                        .setFingerprint(Fingerprint.newBuilder().setRoot(schema)))
                .build();
    }

    static Event joined(String node, long admittedBy) {
        return Event.newBuilder()
                .setNodeJoined(NodeJoined.newBuilder()
                        .setMember(ForgedEvents.member(node))
                        .setBy(WHO)
                        .setReason("it is back")
                        .setAdmittedBy(admittedBy))
                .build();
    }

    static Event admit(long number, String node) {
        return ForgedEvents.issued(
                number,
                0,
                List.of(node),
                Order.newBuilder().setAdmit(Admit.newBuilder().setMember(ForgedEvents.member(node))));
    }
}
