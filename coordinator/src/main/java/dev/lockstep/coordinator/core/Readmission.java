package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Halt;
import dev.lockstep.v1.NodeJoined;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A member whose ledger is older than the history comes back in the middle of epochs: what it had said about them holds no longer, but for its plans, and it goes
 * through them again, one phase after the other, as a waived node catches up. Its ledger says what is there of them, so nothing is done twice.
 */
final class Readmission {
    private Readmission() {}

    /** Whether this is about a held member that open epochs bind; it has to be the database that it was. */
    static boolean isDue(FleetState state, Applicant applicant) {
        return !state.openEpochs().isEmpty()
                && state.member(applicant.name())
                        .filter(member -> !member.held().isEmpty() && !member.isQuarantined())
                        .filter(member -> member.identity().equals(applicant.identity()))
                        .isPresent();
    }

    /** Why it cannot be now; empty when it can. */
    static Optional<Epoch> obstacle(FleetState state) {
        return state.openEpochs().stream()
                .filter(epoch ->
                        epoch.stage() == Stage.FORWARD && epoch.phase() == Phase.PREFLIGHT && epoch.approval() != null)
                .findFirst();
    }

    /**
     * The schema that it should show: object by object the one that is recorded, or one that was, or by its plan can be, in the course of the open epochs, whichever it has.
     */
    static Map<String, CatalogObject> expected(FleetState state, Member member, Applicant applicant) {
        TreeMap<String, CatalogObject> expected = new TreeMap<>(member.recorded());
        for (Epoch epoch : state.openEpochs()) {
            states(epoch.node(member.name())).forEach((path, hashes) -> {
                CatalogObject shown = applicant.schema().getOrDefault(path, CatalogObject.getDefaultInstance());
                boolean isOnTheWay = hashes.contains(shown.getHash());
                if (isOnTheWay && shown.getHash().isEmpty()) {
                    expected.remove(path);
                } else if (isOnTheWay) {
                    expected.put(path, shown);
                }
            });
        }
        return expected;
    }

    /** By path, the hashes that objects had in the course of an epoch, or get by the steps of its plan: a phase that is not through has made some of them. */
    private static Map<String, Set<ByteString>> states(EpochNode node) {
        TreeMap<String, Set<ByteString>> states = new TreeMap<>();
        node.past()
                .forEach((path, objects) -> objects.forEach(object ->
                        states.computeIfAbsent(path, absent -> new HashSet<>()).add(object.getHash())));
        for (Step step : stepsOf(node)) {
            for (ObjectChange effect : step.getEffectsList()) {
                states.computeIfAbsent(effect.getPath(), absent -> new HashSet<>())
                        .addAll(List.of(effect.getBefore(), effect.getAfter()));
            }
        }
        return states;
    }

    private static List<Step> stepsOf(EpochNode node) {
        Planned planned = node.planned();
        return planned == null ? List.of() : JournaledPlan.of(planned).getStepsList();
    }

    /** The epochs that it goes through again. */
    static List<Long> epochs(FleetState state) {
        return state.openEpochs().stream()
                .filter(epoch -> epoch.stage() != Stage.WAITING)
                .map(Epoch::number)
                .toList();
    }

    /** An epoch in which nothing but its plan is known of a node; in PREFLIGHT not even that. */
    static Epoch again(Epoch epoch, Member member, NodeJoined event) {
        String node = member.name();
        if (epoch.stage() == Stage.FORWARD && epoch.phase() == Phase.PREFLIGHT) {
            return epoch.withNode(node, before -> EpochNode.FRESH.admittedNow());
        }
        Epoch next = epoch.withNode(node, before -> before.again(member.recorded()));
        boolean isAwaited = epoch.stage() == Stage.HALTING && !epoch.waivers().containsKey(node);
        return isAwaited ? next : next.withWaiver(node, Waiver.again(event.getBy(), event.getReason()));
    }

    /** The orders that it gets at once; what it has to catch up on follows from its waivers, and a paused epoch orders when it is resumed. */
    static List<Event> orders(FleetState admitted, String node) {
        List<Event> orders = new ArrayList<>();
        FleetState state = admitted;
        for (Epoch epoch : admitted.openEpochs()) {
            Optional<Order.Builder> order = epoch.paused() ? Optional.empty() : order(epoch);
            if (order.isPresent()) {
                orders.add(Events.directive(state, epoch.number(), order.get(), List.of(node)));
                state = state.withDirectives(state.directives() + 1);
            }
        }
        return orders;
    }

    private static Optional<Order.Builder> order(Epoch epoch) {
        return switch (epoch.stage()) {
            case FORWARD -> epoch.phase() == Phase.PREFLIGHT ? Optional.of(Events.workOrder(epoch)) : Optional.empty();
            case HALTING, UNDOING ->
                Optional.of(Order.newBuilder().setHalt(Halt.newBuilder().setReason(epoch.reason())));
            case WAITING, COMPLETED, ROLLED_BACK, REJECTED -> Optional.empty();
        };
    }
}
