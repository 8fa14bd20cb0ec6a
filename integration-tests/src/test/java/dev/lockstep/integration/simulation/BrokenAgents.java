package dev.lockstep.integration.simulation;

import dev.lockstep.agent.directives.ReceivedDirective;
import dev.lockstep.agent.directives.ReceivedDirective.Accepted;
import dev.lockstep.agent.gates.PhaseGate;
import dev.lockstep.agent.ledger.SignedDirective;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.v1.Acknowledged;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Halted;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.zookeeper.GateId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Protocols that are broken between agent, directives, gates and the stream of reports. */
final class BrokenAgents {
    private BrokenAgents() {}

    /** As if these had been the signed bytes. */
    private static ReceivedDirective as(Accepted accepted, Directive.Builder directive) {
        return new Accepted(SignedDirective.of(
                directive.build(), accepted.signed().hash(), accepted.signed().envelopeBytes()));
    }

    /** What some orders say is not taken as binding. */
    static final class OrderIgnored extends Seams {
        private final Predicate<Order> ignored;

        OrderIgnored(Predicate<Order> ignored) {
            this.ignored = ignored;
        }

        @Override
        List<ReceivedDirective> received(
                World world, Process process, SimulatedDatabase database, List<ReceivedDirective> received) {
            return received.stream()
                    .map(each -> each instanceof Accepted accepted
                                    && ignored.test(
                                            accepted.signed().directive().getOrder())
                            ? bindingNobody(accepted)
                            : each)
                    .toList();
        }

        private static ReceivedDirective bindingNobody(Accepted accepted) {
            Directive.Builder directive = accepted.signed().directive().toBuilder();
            directive.getOrderBuilder().clearNodes();
            return as(accepted, directive);
        }
    }

    static final class BindsEverybody extends Seams {
        @Override
        List<ReceivedDirective> received(
                World world, Process process, SimulatedDatabase database, List<ReceivedDirective> received) {
            return received.stream()
                    .map(each -> each instanceof Accepted accepted
                                    && accepted.signed().directive().getOrder().hasOpenPhase()
                            ? binding(accepted, database.node())
                            : each)
                    .toList();
        }

        private static ReceivedDirective binding(Accepted accepted, String node) {
            Directive.Builder directive = accepted.signed().directive().toBuilder();
            directive.getOrderBuilder().addNodes(node);
            return as(accepted, directive);
        }
    }

    /** A later directive is taken in the place of an earlier one. */
    static final class NumbersNotChecked extends Seams {
        @Override
        List<ReceivedDirective> received(
                World world, Process process, SimulatedDatabase database, List<ReceivedDirective> received) {
            List<ReceivedDirective> taken = new ArrayList<>();
            for (int i = 0; i < received.size(); i++) {
                boolean overtakes = i + 1 < received.size()
                        && received.get(i) instanceof Accepted
                        && received.get(i + 1) instanceof Accepted;
                taken.add(
                        overtakes
                                ? renumbered(
                                        (Accepted) received.get(i + 1),
                                        received.get(i).number())
                                : received.get(i));
            }
            return taken;
        }

        private static ReceivedDirective renumbered(Accepted later, long number) {
            return as(later, later.signed().directive().toBuilder().setNumber(number));
        }
    }

    static final class UnsignedAccepted extends Seams {
        @Override
        SignatureCheck trustOfAgents() {
            return (domain, envelope) -> Optional.empty();
        }
    }

    static final class HaltAcknowledgedOnReceipt extends Seams {
        @Override
        List<ReceivedDirective> received(
                World world, Process process, SimulatedDatabase database, List<ReceivedDirective> received) {
            for (ReceivedDirective each : received) {
                if (each instanceof Accepted accepted
                        && accepted.signed().directive().getOrder().hasHalt()) {
                    Report report =
                            halted(world, process, database, accepted.signed().directive());
                    world.coordinators()
                            .forEach(coordinator -> world.schedule().in(3, coordinator.lane(), "an early word", () -> {
                                var unused = coordinator.submit(new Command.ReportReceived(report));
                            }));
                }
            }
            return received;
        }

        private static Report halted(World world, Process process, SimulatedDatabase database, Directive directive) {
            return Report.newBuilder()
                    .setFleet(World.FLEET)
                    .setEpoch(directive.getEpoch())
                    .setStamp(ReportStamp.newBuilder()
                            .setNode(database.node())
                            .setIncarnation(world.incarnationOf(process, database.node()))
                            .setSequence(1_000 + world.nextId())
                            .setMandate(directive.getNumber())
                            .setLogNumber(database.ledger().log.size()))
                    .setHalted(Halted.getDefaultInstance())
                    .build();
        }
    }

    static final class ReportedOnce extends Seams {
        private final Set<String> sent = new HashSet<>();

        @Override
        boolean mayReport(World world, SimulatedConnection connection, AgentMessage message) {
            ReportStamp stamp = message.getReport().getStamp();
            return !message.hasReport()
                    || sent.add(stamp.getNode() + "/" + stamp.getIncarnation() + "/" + stamp.getSequence());
        }
    }

    static final class AcknowledgedBeforeItCounts extends Seams {
        @Override
        boolean mayReport(World world, SimulatedConnection connection, AgentMessage message) {
            if (message.hasReport()) {
                ReportStamp stamp = message.getReport().getStamp();
                connection.down(CoordinatorMessage.newBuilder()
                        .setAcknowledged(Acknowledged.newBuilder()
                                .setNode(stamp.getNode())
                                .setIncarnation(stamp.getIncarnation())
                                .setSequence(stamp.getSequence()))
                        .build());
            }
            return true;
        }
    }

    static final class GateKept extends Seams {
        @Override
        CompletableFuture<Void> leaveGate(World world, PhaseGate gates, GateId gate, String node) {
            return CompletableFuture.completedFuture(null);
        }
    }

    static final class GateOpenToAll extends Seams {
        @Override
        CompletableFuture<PhaseGate.Entry> enterGate(PhaseGate gates, GateId gate, String node, Duration timeout) {
            return CompletableFuture.completedFuture(new PhaseGate.Entry.Entered());
        }
    }
}
