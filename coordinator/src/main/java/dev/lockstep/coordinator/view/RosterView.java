package dev.lockstep.coordinator.view;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.coordinator.core.Applicant;
import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.core.Member;
import dev.lockstep.coordinator.core.Roster;
import dev.lockstep.coordinator.core.WaitsFor;
import dev.lockstep.coordinator.fleet.FleetView;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.FleetRoster;
import dev.lockstep.v1.RosterMember;
import dev.lockstep.v1.RosterNode;
import dev.lockstep.v1.RosterStanding;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The roster of a fleet as users see it: members, those who wait to be let in, and those who have left. */
public final class RosterView {
    private RosterView() {}

    /** Everybody, by name. */
    public static FleetRoster of(FleetView view) {
        FleetState state = view.state();
        TreeMap<String, RosterNode> nodes = new TreeMap<>();
        state.roster().departed().forEach((name, departure) -> nodes.put(name, departed(name, departure)));
        state.roster().applicants().values().forEach(applicant -> nodes.put(applicant.name(), known(state, applicant)));
        state.members().values().forEach(member -> nodes.put(member.name(), member(state, member)));
        return FleetRoster.newBuilder()
                .setFleet(state.fleet())
                .addAllNodes(nodes.values())
                .build();
    }

    private static RosterNode member(FleetState state, Member member) {
        RosterNode.Builder node = described(member.identity(), member.version(), member.agent())
                .setFingerprint(Hashing.hex(Recorded.root(member)))
                .addAllWaivedIn(waivedIn(state, member.name()));
        Roster.LeaveRequest request = state.roster().leaving().get(member.name());
        if (request != null) {
            node.setLeaveRequestedBy(request.by()).setLeaveReason(request.reason());
        }
        WaitsFor.refusedAgent(state, member.name()).ifPresent(node::setReason);
        if (member.isQuarantined()) {
            node.setReason("behind the fleet: it has missed epoch "
                    + member.missed().keySet().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        return member.held().isEmpty()
                ? node.setStanding(RosterStanding.MEMBER).build()
                : node.setStanding(RosterStanding.MEMBER_HELD)
                        .setReason(member.held())
                        .build();
    }

    private static List<Long> waivedIn(FleetState state, String name) {
        return state.openEpochs().stream()
                .filter(epoch -> epoch.waivers().containsKey(name))
                .map(Epoch::number)
                .toList();
    }

    private static RosterNode known(FleetState state, Applicant applicant) {
        TreeMap<String, ByteString> hashes = new TreeMap<>();
        applicant.schema().forEach((path, object) -> hashes.put(path, object.getHash()));
        boolean hasLeft = state.roster().departed().containsKey(applicant.name());
        return described(applicant.identity(), applicant.version(), applicant.agent())
                .setStanding(hasLeft ? RosterStanding.LEFT : RosterStanding.KNOWN)
                .setFingerprint(Hashing.hex(Catalog.root(hashes)))
                .setReason(applicant.reason())
                .build();
    }

    private static RosterNode departed(String name, Roster.Departure departure) {
        return RosterNode.newBuilder()
                .setName(name)
                .setStanding(RosterStanding.LEFT)
                .setReason(departure.reason() + " (asked for by " + departure.requestedBy() + ", confirmed by "
                        + departure.confirmedBy() + ")")
                .build();
    }

    private static RosterNode.Builder described(RosterMember identity, String version, String agent) {
        return RosterNode.newBuilder()
                .setName(identity.getNode())
                .setEngine(identity.getEngine().name().toLowerCase(Locale.ROOT))
                .setVersion(version)
                .setDatabaseIdentity(identity.getDatabaseIdentity())
                .setAgent(agent);
    }
}
