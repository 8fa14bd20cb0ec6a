package dev.lockstep.integration.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.integration.fleet.FleetRun;
import dev.lockstep.integration.fleet.FleetTopics;
import dev.lockstep.integration.fleet.OrdersTable;
import dev.lockstep.integration.fleet.Reader;
import dev.lockstep.integration.fleet.TestFleet;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.SignedEnvelope;
import dev.lockstep.v1.UndoPhase;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Directives that nobody decided: refused by the node, reported, journaled and shown, and nothing of them is executed. */
class DirectivesIT {

    @Test
    void aStrangersDirectiveIsRefusedAndTheNextOneWorks() throws Exception {
        SigningKey stranger = SigningKey.generate();
        refusedAndThenGoesOn(next -> next, stranger, "found key \"" + stranger.id() + "\"");
    }

    @Test
    void aDirectiveOfAForeignFleetIsRefusedAndTheNextOneWorks() throws Exception {
        refusedAndThenGoesOn(
                next -> next.toBuilder().setFleet("payments").build(),
                null,
                "expected a directive of fleet \"orders\", found one of \"payments\"");
    }

    private static void refusedAndThenGoesOn(
            UnaryOperator<Directive> wrong, @org.jspecify.annotations.Nullable SigningKey key, String reason)
            throws Exception {
        try (FleetRun run = FleetRun.ofOne("postgres", OrdersTable.CREATE, OrdersTable.fill(100));
                Reader reader = Reader.ofOrders(run.node())) {
            SigningKey signer = key == null ? SigningKey.read(run.fleet().keyFile()) : key;
            long epoch = run.applyAndApprove(OrdersTable.ADD_NOTE);
            run.awaitNode(epoch, node -> node.getMessage().startsWith("waits for a lock"));
            Directive forged = wrong.apply(nextDirective(run, epoch));
            publish(run, signer, forged);

            assertRefused(run, epoch, forged.getNumber(), reason);
            reader.close();
            run.finish(epoch);
            assertThat(run.node().query("SELECT kind FROM lockstep.log WHERE kind LIKE 'undo%'"))
                    .isEmpty();
            assertThat(run.node().query("SELECT COUNT(note) FROM orders")).containsExactly("0");
            run.assertWhole();
        }
    }

    /** Whoever signs like a coordinator has its key: the node refuses, and the leader stops the fleet when it meets the directive. */
    @Test
    void aDirectiveWithAWrongNumberIsRefusedAndTheFleetStops() throws Exception {
        try (FleetRun run = FleetRun.ofOne("postgres", OrdersTable.CREATE, OrdersTable.fill(100));
                Reader reader = Reader.ofOrders(run.node())) {
            long epoch = run.applyAndApprove(OrdersTable.ADD_NOTE);
            run.awaitNode(epoch, node -> node.getMessage().startsWith("waits for a lock"));
            Directive next = nextDirective(run, epoch);
            long wrong = next.getNumber() + 7;
            publish(
                    run,
                    SigningKey.read(run.fleet().keyFile()),
                    next.toBuilder().setNumber(wrong).build());

            assertRefused(run, epoch, wrong, "expected directive " + next.getNumber() + ", found " + wrong);
            reader.close();
            FleetStatus stopped =
                    TestFleet.await(run::status, status -> !status.getDamage().isEmpty());
            assertThat(stopped.getDamage())
                    .contains("holds directive " + wrong
                            + " with a trusted signature, but the journal did not decide it");
            assertThat(FleetRun.refusal(() -> run.rollback(epoch))).hasMessageContaining("is stopped");
            assertThat(run.node().query("SELECT kind FROM lockstep.log WHERE kind LIKE 'undo%'"))
                    .isEmpty();
        }
    }

    /** What an intruder would like: the undo of what was done, in the place of the next directive. */
    private static Directive nextDirective(FleetRun run, long epoch) {
        FleetTopics topics = new FleetTopics(run.fleet().prefix());
        List<ByteString> records = topics.records(topics.directives());
        SignedEnvelope last = FleetTopics.envelope(records.get(records.size() - 1));
        Directive before = FleetTopics.directive(records.get(records.size() - 1));
        return before.toBuilder()
                .setNumber(before.getNumber() + 1)
                .setPreviousHash(Hashing.hash(Domain.DIRECTIVE, last.getPayload()))
                .setEpoch(epoch)
                .setOrder(Order.newBuilder()
                        .addNodes("shard-1")
                        .setUndo(UndoPhase.newBuilder().setPhase(Phase.EXPAND)))
                .build();
    }

    private static void publish(FleetRun run, SigningKey key, Directive directive) {
        FleetTopics topics = new FleetTopics(run.fleet().prefix());
        topics.appendPlainly(
                topics.directives(),
                key.seal(Domain.DIRECTIVE, directive.toByteString()).toByteString());
    }

    private static void assertRefused(FleetRun run, long epoch, long number, String reason) {
        EpochStatus told = run.fleet()
                .awaitEpoch(
                        run.client(),
                        epoch,
                        status -> status.getWaitsForList().stream()
                                .anyMatch(wait -> wait.contains("it refuses directive " + number + ": ")));
        assertThat(told.getWaitsForList()).anyMatch(wait -> wait.contains(reason));
        assertThat(new FleetTopics(run.fleet().prefix()).events().stream().filter(Event::hasDirectiveRefused))
                .hasSize(1)
                .allMatch(event -> event.getDirectiveRefused().getNumber() == number
                        && event.getDirectiveRefused().getReason().contains(reason));
    }
}
