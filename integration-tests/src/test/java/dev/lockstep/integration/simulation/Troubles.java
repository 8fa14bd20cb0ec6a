package dev.lockstep.integration.simulation;

import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Halt;
import dev.lockstep.v1.OpenPhase;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import java.util.List;

/** Faults that come from outside of any call: processes die, stand still and come twice, connections break, clocks jump. */
final class Troubles {
    /** With more of one agent there is always one in the middle of a call, on top of whoever waits below it on the stack, and no seed ends. */
    private static final int MOST_TWINS = 3;

    private final World world;
    private final Chance chance;
    private final Faults faults;

    Troubles(World world) {
        this.world = world;
        this.chance = world.chance();
        this.faults = world.faults();
    }

    void start() {
        next();
    }

    private void next() {
        world.schedule().in(chance.between(50, 400), world.lane(), "troubles", () -> {
            if (!faults.isHealed()) {
                strike();
                next();
            }
        });
    }

    private void strike() {
        strikeAgents();
        strikeCoordinators();
        strikeConnections();
        if (faults.strikes(Fault.DATABASE_RESTART, 60)) {
            any(world.databases()).restart();
        }
        strikeNodes();
        if (faults.strikes(Fault.ZOOKEEPER_SESSION, 50)) {
            world.zookeeper().expireFirst();
        }
        if (faults.strikes(Fault.ZOOKEEPER_EMPTY, 60)) {
            world.zookeeper().becomeEmpty();
        }
        if (faults.strikes(Fault.INTRUDER, 20)) {
            intrude();
        }
    }

    private void strikeNodes() {
        if (faults.strikes(Fault.NODE_LATE, 12)) {
            world.startLate();
        }
        if (faults.has(Fault.NODE_RESTORED)) {
            SimulatedDatabase database = any(world.databases());
            if (chance.oneIn(6)) {
                database.takeBackup();
            } else if (database.hasBackup() && faults.strikes(Fault.NODE_RESTORED, 15)) {
                long takes = chance.between(4000, 7000);
                world.replace(database, () -> database.restoreBackup(takes), takes);
            }
        }
    }

    private void strikeAgents() {
        if (world.agents().isEmpty()) {
            return;
        }
        SimulatedAgent agent = any(world.agents());
        if (faults.strikes(Fault.AGENT_CRASH, 60)) {
            world.crash(agent, chance.between(50, 6000));
        } else if (faults.strikes(Fault.NODE_LOST, 60)) {
            world.crash(agent, chance.between(6000, 20_000));
        } else if (faults.strikes(Fault.AGENT_PAUSE, 60)) {
            agent.process().pauseUntil(world.now() + chance.between(200, 12_000));
        } else if (faults.strikes(Fault.AGENT_TWIN, 60)) {
            // Somebody starts a second one by mistake, or a supervisor does while the first one stands still.
            if (world.agents().stream()
                            .filter(each -> each.name().equals(agent.name()))
                            .count()
                    < MOST_TWINS) {
                world.startAgent(agent.name());
            }
        } else if (faults.strikes(Fault.ZOOKEEPER_SESSION, 60)) {
            agent.gate().loseSession();
        } else if (faults.strikes(Fault.GATE_DOUBT, 40)) {
            SimulatedGate gate = agent.gate();
            gate.suspend();
            world.schedule().in(chance.between(10, 3000), agent.streamLane(), "connection is back", gate::resume);
        }
    }

    private void strikeCoordinators() {
        if (world.coordinators().isEmpty()) {
            return;
        }
        SimulatedCoordinator coordinator = any(world.coordinators());
        if (faults.strikes(Fault.COORDINATOR_CRASH, 60)) {
            world.crash(coordinator, chance.between(50, 8000));
        } else if (faults.strikes(Fault.COORDINATOR_PAUSE, 60)) {
            coordinator.process().pauseUntil(world.now() + chance.between(200, 12_000));
        } else if (faults.strikes(Fault.CLOCK_JUMP, 30)) {
            coordinator.skewWallClock(chance.between(-1_000_000_000, 1_000_000_000));
        }
    }

    private void strikeConnections() {
        if (!world.connections().isEmpty() && faults.strikes(Fault.STREAM_BREAK, 15)) {
            any(world.connections()).breakOff();
        }
        if (faults.strikes(Fault.KAFKA_CUT, 40)) {
            Process cut = chance.oneIn(2) && !world.agents().isEmpty()
                    ? any(world.agents()).process()
                    : world.coordinators().isEmpty()
                            ? new Process("nobody")
                            : any(world.coordinators()).process();
            cut.cutFromKafkaUntil(world.now() + chance.between(100, 9000));
        }
    }

    /** Somebody writes to the topic who may not: without the key, for another fleet, or once more what was there. */
    private void intrude() {
        int size = world.kafka().directives().size();
        Directive.Builder forged = Directive.newBuilder()
                .setFleet(chance.oneIn(3) ? "customers" : World.FLEET)
                .setNumber(world.checker().journal().directives().size() + chance.nextInt(2))
                .setPreviousHash(world.checker().directiveTip())
                .setEpoch(1)
                .setOrder(order());
        if (size > 0 && chance.oneIn(3)) {
            world.kafka()
                    .publish(world.kafka()
                            .directives()
                            .read(chance.nextInt(size))
                            .get(0));
        } else {
            CheapKey key = forged.getFleet().equals(World.FLEET) ? new CheapKey("stranger") : World.KEY;
            world.kafka()
                    .publish(key.seal(Domain.DIRECTIVE, forged.build().toByteString())
                            .toByteString());
        }
    }

    private Order.Builder order() {
        Order.Builder order = Order.newBuilder();
        world.databases().forEach(database -> order.addNodes(database.node()));
        return chance.oneIn(2)
                ? order.setHalt(Halt.getDefaultInstance())
                : order.setOpenPhase(OpenPhase.newBuilder().setPhase(Phase.CONTRACT));
    }

    private <T> T any(List<T> all) {
        return all.get(chance.nextInt(all.size()));
    }
}
