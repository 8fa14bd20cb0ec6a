package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.core.Stage;
import dev.lockstep.v1.AddColumn;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.FailurePolicy;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseDeadline;
import dev.lockstep.v1.PhasePolicy;
import dev.lockstep.v1.RawSql;
import dev.lockstep.v1.Release;
import dev.lockstep.v1.Rollout;
import dev.lockstep.v1.Wave;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What people do: what they should, and some of them at random more than that, with what they saw a while ago. */
final class People {
    private static final List<String> WISHES = List.of("tic", "tr", "trbd", "irbc", "d", "tirbcd", "rc", "");

    private final World world;
    private final Chance chance;
    private final Lane lane = new Lane("people", null);
    private final RosterPeople roster;
    private int applied;
    private int opened;
    private int resumedInVain;
    private boolean founded;

    People(World world) {
        this.world = world;
        this.chance = world.chance();
        this.roster = new RosterPeople(world);
    }

    void start() {
        next();
    }

    boolean isThrough() {
        return opened >= world.epochs();
    }

    private void next() {
        world.schedule().in(chance.between(60, 500), lane, "people", () -> {
            world.coordinators().stream()
                    .filter(each -> each.view().leading() || changeTheirMind(12))
                    .findFirst()
                    .ifPresent(this::act);
            next();
        });
    }

    private boolean changeTheirMind(int times) {
        return world.faults().has(Fault.PEOPLE_CHANGE_THEIR_MIND) && chance.oneIn(times);
    }

    private void act(SimulatedCoordinator at) {
        FleetState state = at.view().state();
        List<Epoch> open = state.openEpochs();
        Optional<Command> parting = world.faults().isHealed() ? roster.letGo(state) : Optional.empty();
        if (parting.isPresent()) {
            send(at, parting.get());
            return;
        }
        if (world.faults().has(Fault.PEOPLE_CHANGE_THE_ROSTER)
                && (chance.oneIn(3) || open.isEmpty() && roster.isAwaited(state) && !chance.oneIn(30))) {
            roster.next(state).ifPresent(command -> send(at, command));
            return;
        }
        if (open.isEmpty() || open.size() < 3 && chance.oneIn(10)) {
            apply(at, state);
        } else {
            attend(at, open.get(chance.nextInt(open.size())));
        }
    }

    private void apply(SimulatedCoordinator at, FleetState state) {
        opened = state.epochs().size();
        founded |= state.members().size() >= world.scenario().nodes();
        if (founded && applied < world.epochs() && !world.faults().isHealed()) {
            applied++;
            resumedInVain = 0;
            send(at, open());
        }
    }

    private Command open() {
        String wish = WISHES.get(chance.nextInt(WISHES.size()));
        String table = wish.contains("b") || chance.oneIn(4) ? "orders" : "table-" + applied;
        Change change = Change.newBuilder()
                .setName("change-" + applied)
                .setFleet(World.FLEET)
                .setWhy(wish)
                .addOperations(
                        wish.contains("r")
                                ? Operation.newBuilder().setSql(RawSql.getDefaultInstance())
                                : Operation.newBuilder()
                                        .setAddColumn(AddColumn.newBuilder().setTable(table)))
                .setRollout(rollout())
                .setRelease(Release.newBuilder().setSoakMillis(chance.nextInt(3000)))
                .build();
        ByteString bytes = Hashing.canonicalBytes(change);
        return new Command.OpenEpoch(change, bytes, Hashing.hash(Domain.CHANGE, bytes), "ann");
    }

    private Rollout.Builder rollout() {
        Rollout.Builder rollout = Rollout.newBuilder()
                .setOnFailure(chance.oneIn(2) ? FailurePolicy.PAUSE : FailurePolicy.ROLLBACK)
                .setMaxParallel(chance.nextInt(3))
                .addWaves(Wave.newBuilder().setPercent(chance.between(20, 100)));
        if (chance.oneIn(2)) {
            rollout.addPolicies(
                    PhasePolicy.newBuilder().setPhase(Phase.PREFLIGHT).setPolicy(FailurePolicy.QUARANTINE));
        }
        if (world.faults().has(Fault.DEADLINES)) {
            rollout.addDeadlines(
                            PhaseDeadline.newBuilder().setPhase(Phase.PREFLIGHT).setMillis(chance.between(500, 8000)))
                    .addDeadlines(
                            PhaseDeadline.newBuilder().setPhase(Phase.EXPAND).setMillis(chance.between(1000, 9000)));
        }
        return rollout;
    }

    private void attend(SimulatedCoordinator at, Epoch epoch) {
        long number = epoch.number();
        if (changeTheirMind(12)) {
            send(at, whim(epoch));
        } else if (epoch.paused()) {
            attendPaused(at, epoch);
        } else if (epoch.stage() == Stage.FORWARD
                && epoch.phase() == Phase.PREFLIGHT
                && epoch.everyNodeAcknowledged()
                && epoch.approval() == null) {
            send(at, approval(epoch));
        } else if (epoch.phase() == Phase.RELEASE
                && epoch.everyNodeAcknowledged()
                && epoch.releasedBy().isEmpty()) {
            send(at, new Command.Release(number, "bob"));
        }
    }

    private void attendPaused(SimulatedCoordinator at, Epoch epoch) {
        boolean wayBack = epoch.stage() == Stage.FORWARD && epoch.phase() != Phase.CONTRACT;
        if (wayBack && (resumedInVain > 4 || !world.faults().isHealed() && chance.oneIn(8))) {
            send(at, new Command.Rollback(epoch.number(), "bob", "enough", true));
        } else if (world.faults().isHealed() || chance.oneIn(2)) {
            resumedInVain++;
            send(at, new Command.Resume(epoch.number(), "bob"));
        }
    }

    private Command whim(Epoch epoch) {
        long number = chance.oneIn(8) ? epoch.number() + 1 : epoch.number();
        return switch (chance.nextInt(6)) {
            case 0 -> new Command.Pause(number, "eve", "wait");
            case 1 -> new Command.Resume(number, "eve");
            case 2 -> new Command.Rollback(number, "eve", "no", chance.oneIn(2));
            case 3 -> new Command.Release(number, "eve");
            case 4 -> open();
            default -> approval(epoch);
        };
    }

    private Command.Approve approval(Epoch epoch) {
        TreeMap<String, ByteString> hashes = new TreeMap<>();
        epoch.nodes().forEach((name, node) -> hashes.put(name, node.planHash()));
        if (world.faults().strikes(Fault.PEOPLE_ARE_STALE, 2)) {
            // What they saw is not what there is any more.
            hashes.put(hashes.firstKey(), ByteString.copyFromUtf8("a plan of yesterday"));
        }
        return new Command.Approve(epoch.number(), hashes, "bob");
    }

    private void send(SimulatedCoordinator at, Command command) {
        world.trace().say(command.getClass().getSimpleName());
        long after = chance.between(1, 20);
        world.schedule().in(after, at.lane(), "command", () -> tell(at, command));
        if (changeTheirMind(6)) {
            world.schedule().in(after + chance.between(1, 300), at.lane(), "command again", () -> tell(at, command));
        }
    }

    private void tell(SimulatedCoordinator at, Command command) {
        var unused = at.submit(command).whenComplete((reply, refused) -> {
            if (reply != null) {
                world.checker().onAccepted(command, reply);
            } else if (world.trace().isShown()) {
                world.trace().say(command.getClass().getSimpleName() + " is refused: " + refused.getMessage());
            }
        });
    }
}
