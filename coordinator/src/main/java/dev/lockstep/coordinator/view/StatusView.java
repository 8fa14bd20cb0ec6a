package dev.lockstep.coordinator.view;

import dev.lockstep.chain.Hashing;
import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.core.Member;
import dev.lockstep.coordinator.core.Stage;
import dev.lockstep.coordinator.fleet.FleetView;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.MissedEpoch;
import dev.lockstep.v1.NodeStatus;
import dev.lockstep.v1.Phase;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A fleet as users see it. */
public final class StatusView {
    private StatusView() {}

    /**
     * The whole fleet.
     *
     * @param live what is known of nodes that an agent serves now, by name
     */
    public static FleetStatus fleet(FleetView view, Map<String, LiveNode> live) {
        FleetStatus.Builder status = FleetStatus.newBuilder()
                .setFleet(view.state().fleet())
                .setLeader(view.state().leader())
                .setTerm(view.state().term())
                .setJournalEntries(view.state().entries())
                .setDamage(view.damaged() ? view.trouble() : "");
        view.state().members().values().forEach(member -> status.addNodes(node(view, member, live)));
        List<Epoch> shown = view.state().openEpochs();
        if (shown.isEmpty() && !view.state().epochs().isEmpty()) {
            shown = List.of(view.state().epochs().get(view.state().epochs().lastKey()));
        }
        shown.forEach(epoch -> status.addEpochs(epoch(view, epoch, live)));
        return status.build();
    }

    /** One epoch. */
    public static EpochStatus epoch(FleetView view, Epoch epoch, Map<String, LiveNode> live) {
        return EpochView.of(view, epoch, live);
    }

    private static NodeStatus node(FleetView view, Member member, Map<String, LiveNode> live) {
        LiveNode now = live.get(member.name());
        Optional<Epoch> last = view.state().epochs().values().stream()
                .filter(epoch -> epoch.nodes().containsKey(member.name()))
                .reduce((earlier, later) -> later);
        NodeStatus.Builder status = NodeStatus.newBuilder();
        member.missed()
                .forEach((epoch, reason) -> status.addMissed(
                        MissedEpoch.newBuilder().setEpoch(epoch).setReason(reason)));
        return status.setName(member.name())
                .setEngine(member.identity().getEngine().name().toLowerCase(Locale.ROOT))
                .setVersion(member.version())
                .addAllLabels(member.labels())
                .setEpoch(last.map(Epoch::number).orElse(0L))
                .setPhase(last.map(epoch -> standing(epoch, member.name())).orElse(Phase.PHASE_UNSPECIFIED))
                .setFingerprint(Hashing.hex(Recorded.root(member)))
                .setAttached(now != null)
                .setAgent(member.agent())
                .setIncarnation(member.incarnation())
                .setHeld(member.held())
                .setHealth(now == null ? "" : now.health())
                .build();
    }

    private static Phase standing(Epoch epoch, String node) {
        return epoch.stage() == Stage.ROLLED_BACK
                ? Phase.PREFLIGHT
                : epoch.node(node).acknowledged();
    }

    /** For a list of the names of nodes. */
    static String names(List<String> names) {
        return names.stream().collect(Collectors.joining(", "));
    }
}
