package dev.lockstep.integration.simulation;

import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.core.Member;
import dev.lockstep.coordinator.core.WaitsFor;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Fingerprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What people do with the roster: they let nodes in and go, pass phases without one, and bring schemas and databases up to date by hand. */
final class RosterPeople {
    private static final long PATIENCE_MILLIS = 60_000;

    private final World world;
    private final Chance chance;
    private final Map<String, Long> heldSince = new HashMap<>();

    RosterPeople(World world) {
        this.world = world;
        this.chance = world.chance();
    }

    /** A member that has been kept out for so long, while all else is well, is let in as it is, or leaves, so that what waits for it can go on. */
    Optional<Command> letGo(FleetState state) {
        for (Member member : state.members().values()) {
            boolean isAwaited =
                    state.openEpochs().stream().anyMatch(epoch -> epoch.nodes().containsKey(member.name()));
            boolean isOut =
                    !member.held().isEmpty() || state.roster().applicants().containsKey(member.name());
            if (!isOut || !isAwaited) {
                heldSince.remove(member.name());
            } else if (world.now() - heldSince.computeIfAbsent(member.name(), name -> world.now()) > PATIENCE_MILLIS) {
                if (chance.oneIn(2)) {
                    return Optional.of(new Command.Join(member.name(), "bob", "as it is", shown(member.name())));
                }
                boolean isAsked = state.roster().leaving().containsKey(member.name());
                return Optional.of(new Command.Leave(member.name(), "bob", "it is older than it was", isAsked));
            }
        }
        return Optional.empty();
    }

    /** Whether somebody waits to be let in. */
    boolean isAwaited(FleetState state) {
        return !waiting(state).isEmpty();
    }

    private static List<String> waiting(FleetState state) {
        TreeSet<String> waiting = new TreeSet<>(state.roster().applicants().keySet());
        state.members().values().stream().filter(Member::isQuarantined).forEach(each -> waiting.add(each.name()));
        return List.copyOf(waiting);
    }

    private String oneWhoWaits(FleetState state) {
        List<String> waiting = waiting(state);
        return waiting.isEmpty() || chance.oneIn(12) ? any(world.databases()).node() : any(waiting);
    }

    private SimulatedDatabase database(String node) {
        return world.databases().stream()
                .filter(each -> each.node().equals(node))
                .findFirst()
                .orElseThrow();
    }

    /** The next thing; empty for nothing, or for something that no coordinator is asked about. */
    Optional<Command> next(FleetState state) {
        if (state.openEpochs().isEmpty()) {
            return chance.oneIn(3) ? byHand(state) : chance.oneIn(8) ? leave(state) : join(state);
        }
        return switch (chance.nextInt(8)) {
            case 0 -> byHand(state);
            case 1 -> join(state);
            case 2, 3, 4 -> leave(state);
            default -> waive(state);
        };
    }

    /** Only a database that nobody works on; now and then too early, from one that is halfway. */
    private Optional<Command> byHand(FleetState state) {
        SimulatedDatabase database = database(oneWhoWaits(state));
        boolean inTime = !world.checker().journal().isAnyOpen() || !isMember(database) && chance.oneIn(4);
        if (database.isReplaced() && chance.oneIn(2)) {
            world.replace(database, database::repair, 0);
        } else if (inTime && isIdle(database)) {
            example(state, database).ifPresent(database::becomeLike);
        }
        return Optional.empty();
    }

    private boolean isMember(SimulatedDatabase database) {
        return world.checker().journal().roster().members().contains(database.node());
    }

    private boolean isIdle(SimulatedDatabase database) {
        return database.ledger().node != null
                && world.checker().journal().roster().isIdle(database.node());
    }

    private Optional<SimulatedDatabase> example(FleetState state, SimulatedDatabase database) {
        return world.databases().stream()
                .filter(other -> other != database && other.engine() == database.engine())
                .filter(other -> state.members().containsKey(other.node()) && !isIdle(other))
                .findFirst();
    }

    private Optional<Command> join(FleetState state) {
        String node = oneWhoWaits(state);
        return Optional.of(new Command.Join(node, "bob", reason("it is needed"), shown(node)));
    }

    private Fingerprint shown(String node) {
        return new Catalog(database(node).schema().objects, new TreeMap<>()).fingerprint();
    }

    private String reason(String why) {
        return chance.oneIn(15) ? " " : why;
    }

    /** Those whose host is gone leave sooner than others. */
    private Optional<Command> leave(FleetState state) {
        List<String> asked = List.copyOf(state.roster().leaving().keySet());
        if (!asked.isEmpty() && chance.oneIn(2)) {
            return Optional.of(new Command.Leave(any(asked), "bob", "", true));
        }
        if (state.members().size() < 3 || !chance.oneIn(2)) {
            return Optional.empty();
        }
        String node = any(List.copyOf(state.members().keySet()));
        return Optional.of(new Command.Leave(node, "eve", reason("its host is gone"), chance.oneIn(5)));
    }

    private Optional<Command> waive(FleetState state) {
        List<Epoch> open = state.openEpochs();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        Epoch epoch = any(open);
        List<String> pending = new ArrayList<>(WaitsFor.pending(epoch));
        List<String> lost = pending.stream().filter(node -> !isServed(node)).toList();
        if (!lost.isEmpty()) {
            return Optional.of(new Command.Waive(epoch.number(), any(lost), "bob", reason("lost")));
        }
        return chance.oneIn(4)
                ? Optional.of(
                        new Command.Waive(epoch.number(), any(List.copyOf(epoch.names())), "eve", reason("it is slow")))
                : Optional.empty();
    }

    private boolean isServed(String node) {
        return world.agents().stream()
                .anyMatch(agent -> agent.databases().stream()
                        .anyMatch(database -> database.node().equals(node)));
    }

    private <T> T any(List<T> all) {
        return all.get(chance.nextInt(all.size()));
    }
}
