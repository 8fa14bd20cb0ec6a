package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PlanApproval;
import dev.lockstep.v1.Report;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the core can be asked to decide. */
public sealed interface Command {

    /** A person, or a script, wants something. */
    sealed interface ByUser extends Command {
        /** Who asks. */
        String by();
    }

    /** Open an epoch for this change. */
    record OpenEpoch(Change change, ByteString changeBytes, ByteString changeHash, String by) implements ByUser {}

    /**
     * Approve the plans of an epoch.
     *
     * @param planHashes by node, as the approver saw them
     * @param keyId the approver's key; empty without one
     * @param signature by that key; empty without one
     */
    record Approve(long epoch, SortedMap<String, ByteString> planHashes, String by, String keyId, ByteString signature)
            implements ByUser {
        public Approve {
            planHashes = Collections.unmodifiableSortedMap(new TreeMap<>(planHashes));
        }

        /** One without a signature. */
        public Approve(long epoch, SortedMap<String, ByteString> planHashes, String by) {
            this(epoch, planHashes, by, "", ByteString.EMPTY);
        }

        /** What it says, for a change of a fleet. */
        public Approval approval(String fleet, ByteString changeHash) {
            Approval.Builder approval = Approval.newBuilder()
                    .setFleet(fleet)
                    .setEpoch(epoch)
                    .setChangeHash(changeHash)
                    .setApprover(by)
                    .setKeyId(keyId)
                    .setSignature(signature);
            planHashes.forEach((node, hash) ->
                    approval.addPlans(PlanApproval.newBuilder().setNode(node).setPlanHash(hash)));
            return approval.build();
        }
    }

    /** The application is ready: CONTRACT may open. */
    record Release(long epoch, String by) implements ByUser {}

    /** Start no further step or batch. */
    record Pause(long epoch, String by, String reason) implements ByUser {}

    /** Go on, and try again what failed. */
    record Resume(long epoch, String by) implements ByUser {}

    /** Go back to the schema from before. */
    record Rollback(long epoch, String by, String reason, boolean lossConfirmed) implements ByUser {}

    /**
     * Let a node in that has said who it is, or bring a quarantined one back.
     *
     * @param shown the schema that the node has now; null where nobody has asked it
     */
    record Join(
            String node, String by, String reason, @Nullable Fingerprint shown) implements ByUser {
        public Join(String node, String by, String reason) {
            this(node, by, reason, null);
        }
    }

    /**
     * Let a member leave.
     *
     * @param confirmed false asks for it, true decides what was asked for
     */
    record Leave(String node, String by, String reason, boolean confirmed) implements ByUser {}

    /** Let phases of an epoch pass without a lost node. */
    record Waive(long epoch, String node, String by, String reason) implements ByUser {}

    /**
     * An agent says who a node is.
     *
     * @param decided hash of the directive with the number that the node's ledger stands at, as the journal decided it; empty when it is not known
     */
    record Hello(String agent, NodeHello hello, ByteString decided) implements Command {
        /** One of which it is not known what the journal decided under its number. */
        public Hello(String agent, NodeHello hello) {
            this(agent, hello, ByteString.EMPTY);
        }
    }

    /** An agent reports an outcome. */
    record ReportReceived(Report report) implements Command {}

    /**
     * The time that the change gives the open phase is up.
     *
     * @param openMillis how long the phase has been open, by a clock that cannot jump
     */
    record TimeIsUp(long epoch, Phase phase, long openMillis) implements Command {}

    /**
     * The leader holds the gate of the open phase: nobody works behind it.
     *
     * @param soakedMillis how long RELEASE has been open, by a clock that cannot jump; 0 in other phases
     */
    record GateHeld(long epoch, Phase phase, long soakedMillis) implements Command {}
}
