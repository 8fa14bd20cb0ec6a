package dev.lockstep.agent.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.ledger.BackfillRow;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.KeyText;
import dev.lockstep.agent.ledger.LogEntry;
import dev.lockstep.agent.ledger.LogKind;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.ledger.LoggedCost;
import dev.lockstep.agent.ledger.LoggedEstimate;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.agent.ledger.PastWork;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.agent.ledger.Standing;
import dev.lockstep.agent.ledger.SupersededException;
import dev.lockstep.v1.Admit;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Dismiss;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PlanEstimate;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.StepActual;
import dev.lockstep.v1.StepEstimate;
import dev.lockstep.v1.StepKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every form of a node's database keeps: the toy one in memory, and each real server. */
public abstract class NodeDatabaseContract {
    private NodeDatabase database;
    private NodeSession session;

    /** A database without a ledger. */
    protected abstract NodeDatabase freshDatabase() throws Exception;

    @BeforeEach
    void adopt() throws Exception {
        database = freshDatabase();
        session = database.open(SessionPurpose.DRIVER);
        session.createLedger();
        session.createLedger();
        session.begin();
        session.ledger().adopt(Orders.FLEET, Orders.NODE, session.identity().databaseIdentity(), "random");
        session.ledger().raiseIncarnation();
        session.commit();
    }

    @AfterEach
    void closeSession() {
        session.close();
    }

    @Test
    void theNodeIsKnownAgain() throws Exception {
        NodeRow node = session.ledger().node().orElseThrow();
        assertThat(node.fleet()).isEqualTo(Orders.FLEET);
        assertThat(node.name()).isEqualTo(Orders.NODE);
        assertThat(node.databaseIdentity()).isEqualTo(session.identity().databaseIdentity());
        assertThat(node.adoptionId()).isEqualTo("random");
        assertThat(node.incarnation()).isEqualTo(1);
        assertThat(node.position().getNumber()).isZero();
        assertThat(node.position().getHash()).isEmpty();
    }

    /** Whoever dies between two statements of a transaction has done neither. */
    @Test
    void settingsInsideATransactionDoNotEndIt() throws Exception {
        session.begin();
        session.prepare(Statement.newBuilder().setLockTimeoutMillis(1000).build());
        assertThat(session.ledger().raiseIncarnation()).isEqualTo(2);

        session.rollback();

        assertThat(session.ledger().node().orElseThrow().incarnation()).isEqualTo(1);
        assertThat(session.ledger().log(0)).hasSize(2);
    }

    @Test
    void receivingAdvancesThePositionAndSetsTheMandate() throws Exception {
        assertThat(Orders.receive(session, Orders.prepare(), 1)).isTrue();
        NodeRow node = session.ledger().node().orElseThrow();
        assertThat(node.position().getNumber()).isEqualTo(1);
        EpochRow epoch = session.ledger().openEpochs().get(0);
        assertThat(epoch.key()).isEqualTo(new Mandate(Orders.EPOCH, 1, 1));
        assertThat(epoch.mandateHash()).isEqualTo(node.position().getHash());
        assertThat(epoch.changeBytes()).isEqualTo(Orders.CHANGE);
        assertThat(epoch.changeHash()).isEqualTo(Orders.CHANGE_HASH);
        assertThat(session.ledger().order(1).hasPrepare()).isTrue();
    }

    @Test
    void aDirectiveThatDoesNotBindTheNodeAdvancesThePositionOnly() throws Exception {
        assertThat(Orders.receive(session, Orders.prepare().clearNodes().addNodes("other"), 1))
                .isTrue();
        assertThat(session.ledger().node().orElseThrow().position().getNumber()).isEqualTo(1);
        assertThat(session.ledger().openEpochs()).isEmpty();
    }

    @Test
    void whoComesIntoAFleetHasNothingToDoWithWhatWasOrderedBefore() throws Exception {
        Orders.receive(session, Orders.prepare(), 1);

        Orders.receive(session, Order.newBuilder().addNodes("other").setDismiss(Dismiss.getDefaultInstance()), 1);
        assertThat(session.ledger().openEpochs())
                .as("it does not bind this node")
                .hasSize(1);
        Orders.receive(session, Order.newBuilder().addNodes(Orders.NODE).setAdmit(Admit.getDefaultInstance()), 1);

        assertThat(session.ledger().openEpochs()).isEmpty();
        assertThat(standing(new Mandate(Orders.EPOCH, 1, 1))).isEqualTo(Standing.MOVED);
        assertThat(session.ledger().node().orElseThrow().position().getNumber()).isEqualTo(3);
        assertThat(session.ledger().log(0)).extracting(LogRow::kind).endsWith(LogKind.ADMITTED);
    }

    @Test
    void whoLeavesAFleetDoesNothingMoreOfWhatWasOrdered() throws Exception {
        Orders.receive(session, Orders.prepare(), 1);

        Orders.receive(session, Order.newBuilder().addNodes(Orders.NODE).setDismiss(Dismiss.getDefaultInstance()), 1);

        assertThat(session.ledger().openEpochs()).isEmpty();
        assertThat(session.ledger().log(0)).extracting(LogRow::kind).endsWith(LogKind.DISMISSED);
        assertThat(session.ledger().workNumber()).as("it is no work").isZero();
    }

    @Test
    void aDirectiveOutOfOrderIsNotReceived() throws Exception {
        Directive late = Orders.directive(2, ByteString.EMPTY, Orders.prepare());
        session.begin();
        assertThat(session.ledger().receive(Orders.signed(late), 1)).isFalse();
        session.rollback();
        assertThat(session.ledger().node().orElseThrow().position().getNumber()).isZero();
    }

    @Test
    void aLaterDirectiveMovesTheMandateAndKeepsTheChange() throws Exception {
        Orders.receive(session, Orders.prepare(), 1);
        Orders.receive(session, Orders.open(Phase.EXPAND, ByteString.copyFromUtf8("plan")), 1);
        EpochRow epoch = session.ledger().openEpochs().get(0);
        assertThat(epoch.mandate()).isEqualTo(2);
        assertThat(epoch.changeBytes()).isEqualTo(Orders.CHANGE);
        assertThat(standing(new Mandate(Orders.EPOCH, 1, 1))).isEqualTo(Standing.MOVED);
        assertThat(standing(new Mandate(Orders.EPOCH, 2, 1))).isEqualTo(Standing.HOLDS);
    }

    @Test
    void aClosedEpochHasNoMandate() throws Exception {
        Orders.receive(session, Orders.prepare(), 1);
        Orders.receive(session, Orders.close(), 1);
        assertThat(session.ledger().openEpochs()).isEmpty();
        assertThat(standing(new Mandate(Orders.EPOCH, 2, 1))).isEqualTo(Standing.MOVED);
    }

    private Standing standing(Mandate mandate) throws SQLException {
        session.begin();
        Standing standing = session.ledger().lock(mandate);
        session.rollback();
        return standing;
    }

    @Test
    void aRaisedIncarnationStopsTheOneBefore() throws Exception {
        Orders.receive(session, Orders.prepare(), 1);
        session.begin();
        assertThat(session.ledger().raiseIncarnation()).isEqualTo(2);
        session.commit();
        assertThatThrownBy(() -> session.ledger().requireIncarnation(1))
                .isInstanceOf(SupersededException.class)
                .hasMessageContaining("a newer agent serves the node");
        assertThatThrownBy(() -> standing(new Mandate(Orders.EPOCH, 1, 1))).isInstanceOf(SupersededException.class);
        session.rollback();
        assertThatThrownBy(() -> Orders.receive(session, Orders.pause(), 1)).isInstanceOf(SupersededException.class);
        session.rollback();
        assertThat(standing(new Mandate(Orders.EPOCH, 1, 2))).isEqualTo(Standing.HOLDS);
    }

    @Test
    void aRolledBackTransactionLeavesNothing() throws Exception {
        session.begin();
        session.ledger().putPlan(new PlanRow(Orders.EPOCH, ByteString.copyFromUtf8("plan"), ByteString.EMPTY));
        session.rollback();
        assertThat(session.ledger().plan(Orders.EPOCH)).isEmpty();
    }

    @Test
    void aSessionThatEndsInATransactionLeavesNothing() throws Exception {
        NodeSession other = database.open(SessionPurpose.FOLLOWER);
        other.begin();
        other.ledger().putPlan(new PlanRow(Orders.EPOCH, ByteString.copyFromUtf8("plan"), ByteString.EMPTY));
        other.close();
        assertThat(session.ledger().plan(Orders.EPOCH)).isEmpty();
    }

    @Test
    void aLockedMandateKeepsTheNextDirectiveWaiting() throws Exception {
        Orders.receive(session, Orders.prepare(), 1);
        session.begin();
        assertThat(session.ledger().lock(new Mandate(Orders.EPOCH, 1, 1))).isEqualTo(Standing.HOLDS);
        CompletableFuture<Boolean> receiving = CompletableFuture.supplyAsync(this::receivePause);
        Awaitility.await()
                .during(java.time.Duration.ofMillis(300))
                .atMost(java.time.Duration.ofSeconds(5))
                .until(() -> !receiving.isDone());
        session.commit();
        assertThat(receiving.join()).isTrue();
        assertThat(standing(new Mandate(Orders.EPOCH, 1, 1))).isEqualTo(Standing.MOVED);
    }

    private boolean receivePause() {
        try (NodeSession follower = database.open(SessionPurpose.FOLLOWER)) {
            return Orders.receive(follower, Orders.pause(), 1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void theLogIsChained() throws Exception {
        session.begin();
        session.ledger().append(new LogEntry(Orders.EPOCH, 3, 1, LogKind.BEGIN, Phase.EXPAND, 4, "O'Brien ü"));
        session.ledger().append(new LogEntry(Orders.EPOCH, 3, 1, LogKind.UNDO_ABANDONED, Phase.EXPAND, 4, ""));
        session.commit();
        List<LogRow> log = session.ledger().log(Orders.EPOCH);
        assertThat(log).hasSize(2).allMatch(LogRow::isIntact);
        assertThat(log.get(1).previousHash()).isEqualTo(log.get(0).hash());
        assertThat(log.get(0).detail()).isEqualTo("O'Brien ü");
        assertThat(log.get(1).kind()).isEqualTo(LogKind.UNDO_ABANDONED);
        assertThat(session.ledger().logNumber()).isEqualTo(log.get(1).number());
    }

    @Test
    void whatStepsTookIsRememberedBesideTheSizesOfTheirPlan() throws Exception {
        Orders.receive(session, Orders.prepare(), 1);
        Mandate mandate = new Mandate(Orders.EPOCH, 1, 1);
        StepEstimate index = StepEstimate.newBuilder()
                .setStep(3)
                .setKind(StepKind.INDEX_BUILD)
                .setRows(50_000)
                .setBytes(7_000_000)
                .build();
        StepActual cost = StepActual.newBuilder()
                .setStep(3)
                .setMillis(1_200)
                .setLockWaitMillis(40)
                .build();
        String estimates =
                LoggedEstimate.write(PlanEstimate.newBuilder().addSteps(index).build());
        session.begin();
        session.ledger().storeOutcome(mandate, Phase.PREFLIGHT, Report.getDefaultInstance(), estimates);
        session.ledger().append(LogEntry.ofStep(mandate, LogKind.DONE, Phase.EXPAND, 2, "found done"));
        session.ledger().append(LogEntry.ofStep(mandate, LogKind.DONE, Phase.EXPAND, 3, LoggedCost.write(cost)));
        session.ledger().append(LogEntry.ofStep(mandate, LogKind.UNDONE, Phase.EXPAND, 3, LoggedCost.write(cost)));
        session.commit();
        assertThat(session.ledger().pastWork()).containsExactly(new PastWork(index, cost));
    }

    @Test
    void aPlanIsKeptByteForByteAndReplaced() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        for (ByteString bytes : List.of(ByteString.copyFrom(all), ByteString.copyFromUtf8("again"))) {
            session.begin();
            session.ledger().putPlan(new PlanRow(Orders.EPOCH, bytes, ByteString.copyFrom(all, 0, 32)));
            session.commit();
            assertThat(session.ledger().plan(Orders.EPOCH))
                    .contains(new PlanRow(Orders.EPOCH, bytes, ByteString.copyFrom(all, 0, 32)));
        }
    }

    @Test
    void backfillPositionsAreKept() throws Exception {
        String key = KeyText.write(List.of("17", "it's, 'quoted'"));
        BackfillRow first = new BackfillRow(Orders.EPOCH, 2, 1, key, 1000, true);
        BackfillRow second = new BackfillRow(Orders.EPOCH, 2, 2, null, 0, false);
        session.begin();
        session.ledger().putBackfill(new BackfillRow(Orders.EPOCH, 2, 1, null, 0, false));
        session.ledger().putBackfill(first);
        session.ledger().putBackfill(first);
        session.ledger().putBackfill(second);
        session.commit();
        assertThat(session.ledger().backfill(Orders.EPOCH, 2)).containsExactly(first, second);
        session.begin();
        session.ledger().deleteBackfill(Orders.EPOCH, 2);
        session.commit();
        assertThat(session.ledger().backfill(Orders.EPOCH, 2)).isEmpty();
    }

    @Test
    void anOutcomeSurvivesTheNextMandate() throws Exception {
        Orders.receive(session, Orders.prepare(), 1);
        Report outcome = Report.newBuilder().setEpoch(Orders.EPOCH).build();
        session.begin();
        session.ledger().storeOutcome(new Mandate(Orders.EPOCH, 1, 1), Phase.PREFLIGHT, outcome, "planned");
        session.commit();
        Orders.receive(session, Orders.pause(), 1);
        assertThat(session.ledger().openEpochs().get(0).outcomeBytes()).isEqualTo(outcome.toByteString());
    }

    @Test
    void oneSessionHoldsTheNodesLockUntilItIsEnded() throws Exception {
        assertThat(session.tryLock()).isTrue();
        assertThat(session.tryLock()).isTrue();
        try (NodeSession other = database.open(SessionPurpose.DRIVER)) {
            assertThat(other.tryLock()).isFalse();
            Optional<String> holder = other.lockHolder();
            assertThat(holder).isPresent();
            other.end(holder.orElseThrow());
            Awaitility.await().until(other::tryLock);
            assertThatThrownBy(() -> session.ledger().node())
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            gone -> assertThat(database.classify(gone).kind()).isEqualTo(SqlFailure.Kind.UNKNOWN));
        }
    }

    @Test
    void aSuccessorFindsAndEndsWhoWritesIntoTheLedger() throws Exception {
        try (NodeSession follower = database.open(SessionPurpose.FOLLOWER);
                NodeSession backfill = database.open(SessionPurpose.BACKFILL);
                NodeSession driver = database.open(SessionPurpose.DRIVER);
                NodeSession observer = database.open(SessionPurpose.OBSERVER)) {
            assertThat(driver.tryLock()).isTrue();
            assertThat(follower.otherSessions()).hasSize(2).doesNotHaveDuplicates();
            List<String> found = observer.otherSessions();
            assertThat(found).hasSize(3).doesNotHaveDuplicates();

            for (String each : found) {
                observer.end(each);
            }

            Awaitility.await().until(() -> observer.otherSessions().isEmpty());
            for (NodeSession ended : List.of(follower, backfill, driver)) {
                assertThatThrownBy(() -> ended.ledger().node())
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                gone -> assertThat(database.classify(gone).kind())
                                        .isEqualTo(SqlFailure.Kind.UNKNOWN));
            }
        }
    }
}
