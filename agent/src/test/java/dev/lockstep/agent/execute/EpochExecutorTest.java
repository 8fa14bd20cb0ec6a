package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.gates.PhaseGate;
import dev.lockstep.agent.ledger.LogEntry;
import dev.lockstep.agent.ledger.LogKind;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Orders;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.signing.Approvers;
import dev.lockstep.signing.SignedApproval;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.FailureKind;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Patience;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PlanApproval;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.StepActual;
import dev.lockstep.v1.StepFailed;
import dev.lockstep.v1.Undo;
import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.Seal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EpochExecutorTest {
    private static final String COLUMN = "table:orders/column:region";
    private WorkBench bench;

    @BeforeEach
    void node() throws Exception {
        bench = new WorkBench();
    }

    @Test
    void prepareStoresThePlanAndReportsIt() throws Exception {
        bench.receive(Orders.prepare());
        Report outcome = bench.work();
        assertThat(outcome.hasPlanned()).isTrue();
        assertThat(outcome.getStamp().getMandate()).isEqualTo(1);
        try (NodeSession session = bench.database.open(SessionPurpose.OBSERVER)) {
            assertThat(session.ledger().plan(Orders.EPOCH).orElseThrow().planBytes())
                    .isEqualTo(outcome.getPlanned().getPlan());
        }
    }

    @Test
    void aPhaseEndsWithItsTouchedObjectsAndTheRoot() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));
        Report outcome = open(Phase.EXPAND);
        assertThat(outcome.getPhaseDone().getTouched(0).getHash()).isEqualTo(Catalog.hash(COLUMN, "text"));
        assertThat(outcome.getPhaseDone().getRoot().size()).isEqualTo(32);
    }

    @Test
    void aNodeIsOutOfTheGateOnceItsOutcomeIsStored() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));
        open(Phase.EXPAND);
        assertThat(bench.gate.entered).containsExactly(GateId.forward(Orders.FLEET, Orders.EPOCH, Phase.EXPAND));
        assertThat(bench.gate.inside).isEmpty();
    }

    @Test
    void aNodeThatFailedStaysBehindTheGate() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));
        bench.database.put(COLUMN, "text");
        open(Phase.EXPAND);
        assertThat(bench.gate.inside).containsExactly(GateId.forward(Orders.FLEET, Orders.EPOCH, Phase.EXPAND));
    }

    @Test
    void anApprovalOfManyNodesIsHeldAgainstTheOneThatAsks() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));
        for (List<String> others : List.of(List.of("a", "b", "zz"), List.of("zz", "b", "a"), List.of("zz", "a"))) {
            Order.Builder order = Orders.open(Phase.EXPAND, bench.planHash());
            Approval.Builder approval = order.getOpenPhaseBuilder().getApprovalBuilder();
            PlanApproval own = approval.getPlans(0);
            approval.clearPlans();
            others.forEach(other -> approval.addPlans(PlanApproval.newBuilder().setNode(other)));
            approval.addPlans(1, own);
            bench.receive(order);
            assertThat(bench.work().hasPhaseDone()).as("beside %s", others).isTrue();
        }
    }

    @Test
    void aPhaseWithoutStepsIsDoneAtOnce() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));
        open(Phase.EXPAND);
        assertThat(open(Phase.BACKFILL).getPhaseDone().getPhase()).isEqualTo(Phase.BACKFILL);
    }

    @Test
    void theOutcomeIsReportedAgainAfterARestart() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));
        Report outcome = open(Phase.EXPAND);
        bench.reported.clear();
        bench.work();
        assertThat(bench.reported).containsExactly(outcome);
    }

    @Test
    void anObjectThatSomebodyElseMadeStopsTheStep() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));
        bench.database.put(COLUMN, "text");
        StepFailed failure = open(Phase.EXPAND).getStepFailed();
        assertThat(failure.getKind()).isEqualTo(FailureKind.CHANGED);
        assertThat(failure.getServerMessage()).contains(COLUMN).contains("\"text\"");
        assertThat(bench.database.effects()).isEmpty();
    }

    @Test
    void anObjectThatSomebodyElseMadeIsNotRemovedAsALeftover() throws Exception {
        bench.planned(Steps.alone(1, Phase.EXPAND, "index"));
        bench.database.put("index", "INVALID");
        assertThat(open(Phase.EXPAND).getStepFailed().getKind()).isEqualTo(FailureKind.CHANGED);
        assertThat(bench.database.effects()).isEmpty();
    }

    @Test
    void aStepThatTheServerRefusesIsAnOutcomeAndIsTriedAgainUnderANewMandate() throws Exception {
        Step failing = Steps.creating(1, Phase.EXPAND, COLUMN)
                .setStatement(Statement.newBuilder().setTransactional(true).addSql("fail no room"))
                .build();
        bench.planned(failing);
        StepFailed failure = open(Phase.EXPAND).getStepFailed();
        assertThat(failure.getKind()).isEqualTo(FailureKind.REFUSED);
        assertThat(failure.getServerMessage()).isEqualTo("no room");
        assertThat(failure.getSqlState()).isEqualTo("42601");
        assertThat(open(Phase.EXPAND).getStamp().getMandate()).isEqualTo(3);
    }

    @Test
    void aLockThatIsNotGivenIsTriedAgainAndItsHolderIsNamed() throws Exception {
        bench.planned(busyStep());
        bench.database.beBusy(3);
        assertThat(open(Phase.EXPAND).hasPhaseDone()).isTrue();
        assertThat(bench.progress)
                .anySatisfy(shown -> assertThat(shown.getWaitsFor()).contains("session 4711 of \"reporting\""));
    }

    @Test
    void aRestBetweenTwoTriesEndsWithTheMandate() throws Exception {
        bench.planned(busyStep());
        bench.database.beBusy(Integer.MAX_VALUE);
        bench.mayStart = mandate -> bench.pacer.nowMillis() < 60_000;
        open(Phase.EXPAND);
        assertThat(bench.reported).extracting(Report::hasStepFailed).doesNotContain(true);
        assertThat(bench.pacer.nowMillis()).isBetween(60_000L, 60_200L);
    }

    @Test
    void aLockThatIsNeverGivenEndsInAFailureThatNamesItsHolder() throws Exception {
        bench.planned(busyStep());
        bench.database.beBusy(Integer.MAX_VALUE);
        StepFailed failure = open(Phase.EXPAND).getStepFailed();
        assertThat(failure.getKind()).isEqualTo(FailureKind.RETRYABLE);
        assertThat(failure.getAdvice()).contains("session 4711 of \"reporting\"");
        assertThat(bench.database.effects()).isEmpty();
    }

    @Test
    void theChangeSaysHowOftenALockIsAskedForAgain() throws Exception {
        bench.planned(Patience.newBuilder().setRetries(2).build(), busyStep());
        bench.database.beBusy(2);
        assertThat(open(Phase.EXPAND).hasPhaseDone()).isTrue();
    }

    @Test
    void aPhaseEndsWithWhatItsStepsTookAndHowMuchOfThatWasWaiting() throws Exception {
        bench.planned(busyStep());
        bench.database.beBusy(3);
        StepActual cost = open(Phase.EXPAND).getPhaseDone().getCosts(0);
        assertThat(cost.getStep()).isEqualTo(1);
        assertThat(cost.getMillis()).isPositive().isEqualTo(cost.getLockWaitMillis());
        assertThat(cost.getLockMillis())
                .as("time passes only while somebody waits")
                .isZero();
        assertThat(cost.getResumed()).isFalse();
    }

    @Test
    void whatIsFoundDoneAfterACrashHasNoCost() throws Exception {
        bench.planned(Steps.alone(1, Phase.EXPAND, COLUMN));
        bench.receive(Orders.open(Phase.EXPAND, bench.planHash()));
        try (NodeSession session = bench.startProcess()) {
            session.begin();
            session.ledger().append(new LogEntry(Orders.EPOCH, 2, 2, LogKind.BEGIN, Phase.EXPAND, 1, ""));
            session.commit();
        }
        bench.database.put(COLUMN, "text");
        Report outcome = bench.work();
        assertThat(outcome.hasPhaseDone()).isTrue();
        assertThat(outcome.getPhaseDone().getCostsList()).isEmpty();
    }

    @Test
    void whenTheTriesAreUsedUpTheStepHasFailed() throws Exception {
        bench.planned(Patience.newBuilder().setRetries(2).build(), busyStep());
        bench.database.beBusy(3);
        assertThat(open(Phase.EXPAND).getStepFailed().getAdvice()).startsWith("Tried 3 times in 0 s. ");
    }

    @Test
    void theChangeSaysHowLongTheLongestWaitIs() throws Exception {
        Patience patience =
                Patience.newBuilder().setRetries(600).setLongestWaitMillis(1).build();
        bench.planned(patience, busyStep());
        bench.database.beBusy(Integer.MAX_VALUE);
        assertThat(open(Phase.EXPAND).getStepFailed().getAdvice()).startsWith("Tried 601 times in 0 s. ");
    }

    @Test
    void aStepThatCommitsByItselfIsTorn() throws Exception {
        Step sneaky = Steps.creating(1, Phase.EXPAND, COLUMN)
                .setStatement(Statement.newBuilder()
                        .setTransactional(true)
                        .addSql("make " + COLUMN + "=text")
                        .addSql("commit"))
                .build();
        bench.planned(sneaky);
        assertThat(open(Phase.EXPAND).getStepFailed().getKind()).isEqualTo(FailureKind.TORN);
    }

    @Test
    void aTransactionalStepThatMakesSomethingElseLeavesNothing() throws Exception {
        Step other = Steps.creating(1, Phase.EXPAND, COLUMN)
                .setStatement(Statement.newBuilder().setTransactional(true).addSql("make " + COLUMN + "=integer"))
                .build();
        bench.planned(other);
        assertThat(open(Phase.EXPAND).getStepFailed().getKind()).isEqualTo(FailureKind.CHANGED);
        assertThat(bench.database.effects()).isEmpty();
    }

    @Test
    void aStepThatNothingCanProveIsNotRun() throws Exception {
        Step blind = Step.newBuilder()
                .setNumber(1)
                .setPhase(Phase.EXPAND)
                .setStatement(Statement.newBuilder().addSql("add something"))
                .build();
        bench.planned(blind);
        assertThat(open(Phase.EXPAND).getStepFailed().getServerMessage()).contains("done_when");
        assertThat(bench.database.effects()).isEmpty();
    }

    @Test
    void aCheckThatFindsRowsFailsWithSamples() throws Exception {
        bench.database.put("bad", "row");
        bench.planned(Steps.check(1, Phase.VALIDATE, "list bad"));
        assertThat(open(Phase.VALIDATE).getStepFailed().getServerMessage())
                .isEqualTo("expected that nothing is there, found bad");
    }

    @Test
    void aCheckThatFindsNothingIsDone() throws Exception {
        bench.planned(Steps.check(1, Phase.VALIDATE, "list bad"));
        assertThat(open(Phase.VALIDATE).hasPhaseDone()).isTrue();
    }

    @Test
    void aPlanThatWasNotApprovedIsNotRun() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));
        bench.receive(Orders.open(Phase.EXPAND, ByteString.copyFromUtf8("another")));
        Report outcome = bench.work();
        assertThat(outcome.getStepFailed().getServerMessage()).contains("expected an approval of plan");
        assertThat(bench.refusals).hasSize(1);
        assertThat(bench.database.effects()).isEmpty();
    }

    @Test
    void aPhaseIsNotBegunWhileNewerDirectivesAreOnTheirWay() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));
        bench.tipIsOwn = false;
        bench.tip = Optional.of(Position.newBuilder().setNumber(99).build());
        assertThat(open(Phase.EXPAND)).isEqualTo(Report.getDefaultInstance());
        assertThat(bench.progress)
                .anySatisfy(shown -> assertThat(shown.getWaitsFor()).contains("directive 99"));
        assertThat(bench.database.effects()).isEmpty();
    }

    @Test
    void anotherHistoryThanTheLeadersIsNotExecuted() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));
        bench.tipIsOwn = false;
        bench.tip = Optional.of(Position.newBuilder()
                .setNumber(2)
                .setHash(ByteString.copyFromUtf8("fork"))
                .build());
        assertThat(open(Phase.EXPAND).getStepFailed().getServerMessage()).contains("two histories");
        assertThat(bench.database.effects()).isEmpty();
    }

    @Test
    void aSealedGateKeepsALateNodeOut() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));
        bench.gate.answer = new PhaseGate.Entry.Sealed(new Seal(5, 1));
        assertThat(open(Phase.EXPAND)).isEqualTo(Report.getDefaultInstance());
        assertThat(bench.database.effects()).isEmpty();
    }

    @Test
    void whatTheOthersHaveGoneThroughIsCaughtUpWithBehindASealedGate() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));
        bench.gate.answer = new PhaseGate.Entry.Sealed(new Seal(1, 1));
        assertThat(open(Phase.EXPAND).hasPhaseDone()).isFalse();

        bench.receive(Orders.catchUp(Phase.EXPAND, bench.planHash()));

        assertThat(bench.work().getPhaseDone().getPhase()).isEqualTo(Phase.EXPAND);
        assertThat(bench.gate.inside).isEmpty();
    }

    @Test
    void whereApproversAreNamedOnlyTheirSignatureCounts() throws Exception {
        SigningKey approver = SigningKey.generate();
        bench.approvers = Approvers.with(TrustedKeys.of(List.of(approver.publicKey())));
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));

        assertThat(open(Phase.EXPAND).getStepFailed().getServerMessage())
                .startsWith("expected an approval that one of the approvers has signed");
        bench.receive(openSignedBy(SigningKey.generate()));
        assertThat(bench.work().hasStepFailed()).isTrue();
        assertThat(bench.refusals).hasSize(2);
        assertThat(bench.database.effects()).isEmpty();

        bench.receive(openSignedBy(approver));
        assertThat(bench.work().hasPhaseDone()).isTrue();
        assertThat(bench.database.effects()).hasSize(1);
    }

    private Order.Builder openSignedBy(SigningKey key) throws Exception {
        Order.Builder order = Orders.open(Phase.EXPAND, bench.planHash());
        order.getOpenPhaseBuilder()
                .setApproval(SignedApproval.by(key, order.getOpenPhase().getApproval()));
        return order;
    }

    @Test
    void aPlanThatWasNotApprovedIsNotCaughtUpWith() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));

        bench.receive(Orders.catchUp(Phase.EXPAND, com.google.protobuf.ByteString.copyFromUtf8("another")));

        assertThat(bench.work().getStepFailed().getServerMessage()).startsWith("expected an approval of plan ");
    }

    @Test
    void nothingRunsBeforeTheNodeIsConfirmed() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));
        bench.mayStart = mandate -> false;
        assertThat(open(Phase.EXPAND)).isEqualTo(Report.getDefaultInstance());
        assertThat(bench.database.effects()).isEmpty();
    }

    @Test
    void aLaterPhaseIsRefusedWhileAnEarlierOneIsNotDone() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN), Steps.transactional(2, Phase.CONTRACT, "other"));
        StepFailed failure = open(Phase.CONTRACT).getStepFailed();
        assertThat(failure.getServerMessage()).contains("step 1 of EXPAND is not");
        assertThat(bench.database.effects()).isEmpty();
    }

    @Test
    void aStepWithoutAWayBackStaysAndTheOthersAreUndone() throws Exception {
        Step stays = Steps.transactional(2, Phase.VALIDATE, "other").toBuilder()
                .setUndo(Undo.newBuilder().setIrreversible("its rows are gone"))
                .build();
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN), stays);
        open(Phase.EXPAND);
        open(Phase.VALIDATE);
        bench.receive(Orders.halt());
        assertThat(bench.work().hasHalted()).isTrue();
        bench.receive(Orders.undo(Phase.VALIDATE));
        assertThat(bench.work().hasUndoDone()).isTrue();
        bench.receive(Orders.undo(Phase.EXPAND));
        assertThat(bench.work().hasUndoDone()).isTrue();
        assertThat(bench.database.effects())
                .containsExactly("make " + COLUMN + "=text", "make other=text", "drop " + COLUMN);
    }

    @Test
    void anUndoRemovesWhatALaterStepWithoutAnUndoOfItsOwnMadeOfTheObject() throws Exception {
        Step make = Steps.transactional(1, Phase.EXPAND, COLUMN);
        Step more = Step.newBuilder()
                .setNumber(2)
                .setPhase(Phase.VALIDATE)
                .setSummary("more")
                .addEffects(make.getEffects(0).toBuilder()
                        .setBefore(Catalog.hash(COLUMN, "text"))
                        .setAfter(Catalog.hash(COLUMN, "text more")))
                .setStatement(Statement.newBuilder().setTransactional(true).addSql("add " + COLUMN))
                .build();
        bench.planned(make, more);
        open(Phase.EXPAND);
        open(Phase.VALIDATE);
        bench.receive(Orders.undo(Phase.VALIDATE));
        assertThat(bench.work().hasUndoDone()).isTrue();
        bench.receive(Orders.undo(Phase.EXPAND));
        assertThat(bench.work().hasUndoDone()).isTrue();
        assertThat(bench.database.effects()).endsWith("drop " + COLUMN);
    }

    @Test
    void anUndoIsNotConfusedByALaterStepThatRemovesTheObjectForGood() throws Exception {
        Step make = Steps.transactional(1, Phase.EXPAND, COLUMN);
        Step remove = Step.newBuilder()
                .setNumber(2)
                .setPhase(Phase.CONTRACT)
                .addEffects(make.getEffects(0).toBuilder()
                        .setBefore(Catalog.hash(COLUMN, "text"))
                        .setAfter(ByteString.EMPTY))
                .setStatement(Statement.newBuilder().setTransactional(true).addSql("drop " + COLUMN))
                .setUndo(Undo.newBuilder().setIrreversible("CONTRACT only goes forward"))
                .build();
        bench.planned(make, remove);
        open(Phase.EXPAND);
        bench.receive(Orders.undo(Phase.EXPAND));
        assertThat(bench.work().hasUndoDone()).isTrue();
    }

    @Test
    void undoGoesPhaseByPhase() throws Exception {
        bench.planned(
                Steps.transactional(1, Phase.EXPAND, COLUMN), Steps.transactional(2, Phase.VALIDATE, "constraint"));
        open(Phase.EXPAND);
        open(Phase.VALIDATE);
        bench.receive(Orders.undo(Phase.EXPAND));
        assertThat(bench.work().getStepFailed().getServerMessage()).contains("step 2 of VALIDATE is not");
    }

    @Test
    void aClosedEpochIsForgotten() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));
        bench.receive(Orders.close());
        assertThat(bench.work()).isEqualTo(Report.getDefaultInstance());
        assertThat(bench.database.effects()).isEmpty();
    }

    private static Step busyStep() {
        return Steps.creating(1, Phase.EXPAND, COLUMN)
                .setStatement(Statement.newBuilder()
                        .setTransactional(true)
                        .addSql("busy")
                        .addSql("make " + COLUMN + "=text"))
                .build();
    }

    private Report open(Phase phase) throws Exception {
        bench.receive(Orders.open(phase, bench.planHash()));
        return bench.work();
    }
}
