package dev.lockstep.deploy.text;

import dev.lockstep.v1.FleetRoster;
import dev.lockstep.v1.RosterNode;
import java.util.ArrayList;
import java.util.List;

/** A roster as a table. */
public final class RosterText {

    private RosterText() {}

    /** Each node with its standing, and why. */
    public static List<String> of(FleetRoster roster) {
        TextTable table = new TextTable("NODE", "STANDING", "ENGINE", "FINGERPRINT", "AGENT", "REMARKS");
        roster.getNodesList()
                .forEach(node -> table.add(
                        node.getName(),
                        node.getStanding().name(),
                        Amounts.orDash((node.getEngine() + " " + node.getVersion()).strip()),
                        Amounts.orDash(Amounts.shortHash(node.getFingerprint())),
                        Amounts.orDash(node.getAgent()),
                        Amounts.orDash(remarks(node))));
        return table.lines();
    }

    private static String remarks(RosterNode node) {
        List<String> remarks = new ArrayList<>();
        if (!node.getReason().isEmpty()) {
            remarks.add(node.getReason());
        }
        if (!node.getLeaveRequestedBy().isEmpty()) {
            remarks.add("should leave, says " + node.getLeaveRequestedBy() + ": " + node.getLeaveReason());
        }
        node.getWaivedInList().forEach(epoch -> remarks.add("waived in epoch " + epoch));
        return String.join("; ", remarks);
    }
}
