package dev.lockstep.coordinator.core;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an epoch waits for, and who can decide: never silence (I10). */
public final class WaitsFor {
    private WaitsFor() {}

    /** What the journal's state says an epoch waits for; who is away is not known here. */
    public static List<String> of(FleetState state, Epoch epoch) {
        List<String> waits = new ArrayList<>();
        if (!epoch.isOpen()) {
            return waits;
        }
        if (epoch.paused()) {
            waits.add("paused: " + epoch.reason() + "; a person can resume it"
                    + (mayTurnRound(epoch) ? " or roll it back" : ""));
            return waits;
        }
        if (epoch.stage() == Stage.WAITING) {
            Overlap.obstacles(state, epoch).forEach(obstacle -> waits.add(obstacle.sentence()));
            return waits;
        }
        for (String name : pending(epoch)) {
            Member member = state.members().get(name);
            waits.add("node " + name + " to finish " + doing(epoch)
                    + (member == null || member.held().isEmpty() ? "" : ", but it is held: " + member.held())
                    + refusedAgent(state, name).map(why -> "; " + why).orElse("")
                    + refusals(state, name));
        }
        if (waits.isEmpty() && epoch.stage() == Stage.FORWARD) {
            if (epoch.phase() == Phase.PREFLIGHT && epoch.approval() == null) {
                waits.add("approval: every node has a plan; a person can approve or roll back");
            } else if (epoch.phase() == Phase.RELEASE && epoch.releasedBy().isEmpty()) {
                waits.add("release: every node has validated; a person can release it when the application no longer"
                        + " needs the old shape, or roll back" + Quarantine.inRelease(epoch));
            } else if (epoch.phase() == Phase.RELEASE) {
                waits.add("the soak time of " + epoch.change().getRelease().getSoakMillis() / 1000
                        + " s in RELEASE, and the gate");
            } else {
                waits.add("the gate of " + epoch.phase());
            }
        }
        waits.addAll(ofWaivers(state, epoch));
        return waits;
    }

    /** A waiver is never silent: CONTRACT, and the end, wait for the node. */
    private static List<String> ofWaivers(FleetState state, Epoch epoch) {
        return epoch.waivers().entrySet().stream()
                .map(waiver -> {
                    Member member = state.members().get(waiver.getKey());
                    return "node " + waiver.getKey() + " to catch up: "
                            + (epoch.stage().isGoingBack()
                                    ? "nobody knows that it is quiet, and the way back goes on without it; the epoch"
                                    : "phases pass without it, but CONTRACT cannot open and the epoch")
                            + " cannot end until it is back or has left ("
                            + (waiver.getValue().again() ? "goes through it again, let in by " : "waived by ")
                            + waiver.getValue().by() + ": " + waiver.getValue().reason() + ")"
                            + (member == null || member.held().isEmpty() ? "" : "; it is held: " + member.held());
                })
                .toList();
    }

    /** The nodes whose word is missing for the next transition, sorted. */
    public static List<String> pending(Epoch epoch) {
        return epoch.names().stream().filter(name -> isPending(epoch, name)).toList();
    }

    /** Whether this node's word is missing for the next transition. */
    public static boolean isPending(Epoch epoch, String name) {
        EpochNode node = epoch.node(name);
        if (epoch.isExcused(name)) {
            return false;
        }
        return switch (epoch.stage()) {
            case FORWARD -> node.acknowledged() != epoch.phase();
            case HALTING -> !node.halted();
            case UNDOING -> node.undone() != epoch.phase();
            case WAITING, COMPLETED, ROLLED_BACK, REJECTED -> false;
        };
    }

    private static boolean mayTurnRound(Epoch epoch) {
        return epoch.stage() == Stage.FORWARD && !PhaseTransitions.isPastPointOfNoReturn(epoch.phase());
    }

    /** Why the last agent that spoke for a member may not serve it, where the member itself is not held. */
    public static Optional<String> refusedAgent(FleetState state, String name) {
        Applicant applicant = state.roster().applicants().get(name);
        Member member = state.members().get(name);
        return applicant == null || member == null || !member.held().isEmpty()
                ? Optional.empty()
                : Optional.of("an agent of it was refused: " + applicant.reason());
    }

    /** What the node refuses, so that a directive that it does not accept is no silence. */
    private static String refusals(FleetState state, String name) {
        return state.refusals().stream()
                .filter(key -> key.startsWith(name + "/"))
                .map(key -> key.substring(name.length() + 1).split("/", 2))
                .map(parts -> "; it refuses directive " + parts[0] + ": " + parts[1])
                .collect(Collectors.joining());
    }

    private static String doing(Epoch epoch) {
        return switch (epoch.stage()) {
            case HALTING -> "what it has begun";
            case UNDOING -> "the undo of " + epoch.phase();
            default -> epoch.phase().toString();
        };
    }
}
