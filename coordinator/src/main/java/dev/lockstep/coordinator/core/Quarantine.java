package dev.lockstep.coordinator.core;

import dev.lockstep.rollout.RolloutPolicy;
import dev.lockstep.v1.EpochClosed;
import dev.lockstep.v1.EpochOpened;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.FailurePolicy;
import dev.lockstep.v1.NodeQuarantined;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Epochs that go on without a node. A node can be left out in PREFLIGHT only, before anything was changed on it: so it keeps the schema that was recorded for
 * it, and drift is measured against that (I8). It is behind the fleet then, so no later epoch binds it, each of which it misses, too; an epoch that ends without
 * having changed the others is not missed.
 */
final class Quarantine {
    private Quarantine() {}

    /** The members that an epoch that opens now would bind. */
    static Stream<Member> bound(FleetState state) {
        return state.members().values().stream().filter(member -> !member.isQuarantined());
    }

    /** Goes on without these nodes; empty when nobody would be left. */
    static Optional<List<Event>> of(FleetState state, Epoch epoch, Map<String, String> nodes) {
        if (epoch.phase() != Phase.PREFLIGHT || epoch.nodes().size() <= nodes.size()) {
            return Optional.empty();
        }
        List<Event> events = new ArrayList<>();
        TreeMap<String, String> sorted = new TreeMap<>(nodes);
        sorted.forEach((node, reason) -> events.add(event(epoch, node, reason)));
        // For them the epoch is over: they forget it.
        events.add(Events.directive(
                state, epoch.number(), Events.closeOrder(EpochOutcome.OUTCOME_REJECTED), sorted.keySet()));
        return Optional.of(events);
    }

    /**
     * An epoch that has waited is about to start: those of its nodes that have been quarantined since it opened miss it, too. Empty when there are none.
     */
    static List<Event> beforeStart(FleetState state, Epoch waiting) {
        List<Event> events = new ArrayList<>();
        for (Member member : state.members().values()) {
            if (member.isQuarantined() && waiting.nodes().containsKey(member.name())) {
                events.add(event(waiting, member.name(), since(member)));
            }
        }
        return events.size() < waiting.nodes().size()
                ? events
                : List.of(Events.closed(
                        waiting,
                        EpochOutcome.OUTCOME_REJECTED,
                        "each of its nodes is quarantined: " + String.join(", ", waiting.names())));
    }

    private static Event event(Epoch epoch, String node, String reason) {
        return Event.newBuilder()
                .setNodeQuarantined(NodeQuarantined.newBuilder()
                        .setEpoch(epoch.number())
                        .setNode(node)
                        .setReason(reason))
                .build();
    }

    /** Such as "quarantined since epoch 4". */
    static String since(Member member) {
        return "quarantined since epoch " + member.missed().firstKey();
    }

    /** Goes on without the nodes that refused, where the change says so and somebody is left. */
    static Optional<List<Event>> ofRefusing(FleetState state, Epoch epoch, List<String> refusing) {
        if (RolloutPolicy.onFailure(epoch.change().getRollout(), epoch.phase()) != FailurePolicy.QUARANTINE) {
            return Optional.empty();
        }
        Map<String, String> reasons = new TreeMap<>();
        refusing.forEach(name -> reasons.put(name, "PREFLIGHT refused: " + Progression.refusalOf(epoch.node(name))));
        return of(state, epoch, reasons);
    }

    static FleetState evolve(FleetState state, NodeQuarantined event) {
        Epoch epoch = state.epoch(event.getEpoch()).orElseThrow(() -> impossible(event, "there is no such epoch"));
        Member member = state.member(event.getNode()).orElseThrow(() -> impossible(event, "there is no such node"));
        boolean isEarly = epoch.stage() == Stage.WAITING
                || epoch.stage() == Stage.FORWARD && epoch.phase() == Phase.PREFLIGHT && epoch.approval() == null;
        if (!isEarly
                || !epoch.nodes().containsKey(event.getNode())
                || epoch.nodes().size() == 1) {
            throw impossible(event, "the epoch is " + Descriptions.standing(epoch));
        }
        EpochBuilder builder = epoch.edit();
        builder.nodes = PersistentMap.copyOf(epoch.nodes()).without(event.getNode());
        builder.roster = epoch.roster().stream()
                .filter(bound -> !bound.getNode().equals(event.getNode()))
                .toList();
        TreeMap<String, String> leftOut = new TreeMap<>(epoch.leftOut());
        leftOut.put(event.getNode(), event.getReason());
        builder.leftOut = leftOut;
        return state.with(builder.build()).with(member.missing(event.getEpoch(), event.getReason()));
    }

    private static IllegalStateException impossible(NodeQuarantined event, String why) {
        return new IllegalStateException("an event was counted that cannot be: node " + event.getNode()
                + " is left out of epoch " + event.getEpoch() + ", but " + why);
    }

    /** The members that are quarantined when an epoch opens, with the reasons. */
    static SortedMap<String, String> leftOutOf(FleetState state, EpochOpened event) {
        TreeMap<String, String> leftOut = new TreeMap<>();
        for (Member member : state.members().values()) {
            boolean isBound = event.getRosterList().stream()
                    .anyMatch(bound -> bound.getNode().equals(member.name()));
            if (member.isQuarantined() && !isBound) {
                leftOut.put(member.name(), since(member));
            }
        }
        return leftOut;
    }

    /** An epoch opens: the quarantined nodes miss it. */
    static FleetState goOnWithout(FleetState state, EpochOpened event) {
        FleetState next = state;
        for (Map.Entry<String, String> node : leftOutOf(state, event).entrySet()) {
            Member member = state.member(node.getKey()).orElseThrow();
            next = next.with(member.missing(event.getEpoch(), node.getValue()));
        }
        return next;
    }

    /** An epoch ends: one that has not completed left the others as they were, so nobody has missed it. */
    static FleetState afterEnd(FleetState state, EpochClosed event) {
        FleetState next = state;
        if (event.getOutcome() != EpochOutcome.OUTCOME_COMPLETED) {
            for (Member member : state.members().values()) {
                if (member.missed().containsKey(event.getEpoch())) {
                    next = next.with(member.notMissing(event.getEpoch()));
                }
            }
        }
        return next;
    }

    /** What a completed epoch has come to. */
    static String completion(Epoch epoch) {
        return epoch.leftOut().isEmpty()
                ? "every node has the new schema"
                : "every node has the new schema, except for those that are quarantined and keep the one from before: "
                        + inWords(epoch);
    }

    /** What has to be known before CONTRACT opens; empty where nobody is left out. */
    static String inRelease(Epoch epoch) {
        return epoch.leftOut().isEmpty()
                ? ""
                : "; CONTRACT goes on without "
                        + String.join(", ", epoch.leftOut().keySet()) + ": quarantined, with the old shape only";
    }

    private static String inWords(Epoch epoch) {
        return epoch.leftOut().entrySet().stream()
                .map(node -> node.getKey() + " (" + node.getValue() + ")")
                .collect(Collectors.joining(", "));
    }
}
