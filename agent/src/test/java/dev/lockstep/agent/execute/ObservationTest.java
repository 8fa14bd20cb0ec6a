package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Orders;
import dev.lockstep.agent.node.ToyDatabase.Break;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.Undo;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant I8: what a raw step changed is on the record, and nothing else. */
class ObservationTest {
    private static final String MADE = "table:orders/index:made";
    private static final String GONE = "table:orders/index:gone";
    private static final String OTHER = "table:customers/column:other";

    private WorkBench bench;

    @BeforeEach
    void node() throws Exception {
        bench = new WorkBench();
        bench.database.put(GONE, "text");
        bench.database.put(OTHER, "changed by somebody before");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatARawStepMadeAndRemovedIsRecordedAndNothingElse(boolean transactional) throws Exception {
        bench.planned(raw(1, Phase.EXPAND, transactional, "add " + MADE, "drop " + GONE));
        assertThat(open(Phase.EXPAND)).containsExactly(gone(GONE), object(MADE, "once"));
    }

    @Test
    void laterPhasesRecordItAsTheStepLeftIt() throws Exception {
        bench.planned(
                raw(1, Phase.EXPAND, false, "add " + MADE),
                Steps.transactional(2, Phase.VALIDATE, "table:customers/column:new"));
        open(Phase.EXPAND);
        bench.database.put(MADE, "changed by somebody since");
        assertThat(open(Phase.VALIDATE))
                .containsExactly(object("table:customers/column:new", "text"), object(MADE, "once"));
    }

    @Test
    void theLastOfSeveralRawStepsCounts() throws Exception {
        bench.planned(
                raw(1, Phase.EXPAND, false, "add " + MADE), raw(2, Phase.EXPAND, true, "add " + MADE, "drop " + GONE));
        assertThat(open(Phase.EXPAND)).containsExactly(gone(GONE), object(MADE, "once more"));
    }

    @Test
    void whatAPlannedStepDoesLaterToTheSameTableIsOnTheRecord() throws Exception {
        Step removing = Steps.creating(2, Phase.CONTRACT, "table:orders/column:region")
                .setStatement(Statement.newBuilder()
                        .setTransactional(true)
                        .addSql("make table:orders/column:region=text")
                        .addSql("drop " + MADE))
                .build();
        bench.planned(raw(1, Phase.EXPAND, false, "add " + MADE), removing);
        open(Phase.EXPAND);
        assertThat(open(Phase.CONTRACT)).containsExactly(object("table:orders/column:region", "text"), gone(MADE));
    }

    @Test
    void whatAnUndoLeftIsOnTheRecord() throws Exception {
        bench.planned(raw(1, Phase.EXPAND, false, "add " + MADE, "drop " + GONE));
        open(Phase.EXPAND);
        bench.receive(Orders.halt());
        bench.work();
        bench.receive(Orders.undo(Phase.EXPAND));
        Report undone = bench.work();
        assertThat(undone.getUndoDone().getTouchedList()).containsExactly(gone(GONE), gone(MADE));
    }

    @ParameterizedTest
    @EnumSource
    void theRecordIsTheSameWhereverContactIsLost(Break how) throws Exception {
        for (int call = 1; ; call++) {
            node();
            bench.planned(
                    raw(1, Phase.EXPAND, false, "add " + MADE), raw(2, Phase.EXPAND, true, "drop " + GONE, "add new"));
            bench.receive(Orders.open(Phase.EXPAND, bench.planHash()));
            bench.database.breakAtCall(call, how);
            assertThat(bench.work().getPhaseDone().getTouchedList())
                    .as("record after a break at call %s", call)
                    .containsExactly(object("new", "once"), gone(GONE), object(MADE, "once"));
            if (!bench.database.hasBroken()) {
                break;
            }
        }
    }

    @Test
    void whatOthersChangeBeforeABrokenTryIsRepeatedIsTheirs() throws Exception {
        Step step = raw(1, Phase.EXPAND, false, "busy", "add " + MADE);
        bench.planned(step);
        bench.database.beBusy(Integer.MAX_VALUE);
        bench.receive(Orders.open(Phase.EXPAND, bench.planHash()));
        assertThat(bench.work().hasStepFailed()).isTrue();
        bench.database.beBusy(0);
        bench.database.put("view:theirs", "text");
        assertThat(open(Phase.EXPAND)).containsExactly(object(MADE, "once"));
    }

    @Test
    void whatOthersDoToOtherTablesWhileNobodyKnowsOfTheStepIsTheirs() throws Exception {
        bench.planned(raw(1, Phase.EXPAND, false, "CREATE INDEX made ON orders"));
        loseContactAfter("CREATE INDEX made ON orders");
        bench.database.put("table:customers/column:theirs", "text");
        assertThat(bench.work().getPhaseDone().getTouchedList()).containsExactly(object(MADE, "index"));
    }

    @Test
    void aStepThatAnOlderAgentBeganIsFinishedWithoutARecord() throws Exception {
        bench.planned(raw(1, Phase.EXPAND, false, "add " + MADE));
        loseContactAfter("add " + MADE);
        bench.database.forgetObservations();
        assertThat(bench.work().getPhaseDone().getTouchedList()).isEmpty();
    }

    private void loseContactAfter(String sql) throws SQLException, InterruptedException {
        bench.receive(Orders.open(Phase.EXPAND, bench.planHash()));
        bench.database.breakAtStatement(sql, Break.AFTER);
        try (NodeSession session = bench.startProcess()) {
            for (int turn = 0; turn < 10; turn++) {
                bench.executor().advance(session, session.ledger().openEpochs().get(0));
            }
        } catch (SQLException broken) {
            assertThat(bench.database.effects()).containsExactly(sql);
        }
    }

    private List<CatalogObject> open(Phase phase) throws Exception {
        bench.receive(Orders.open(phase, bench.planHash()));
        return bench.work().getPhaseDone().getTouchedList();
    }

    private static Step raw(int number, Phase phase, boolean transactional, String... sql) {
        return Step.newBuilder()
                .setNumber(number)
                .setPhase(phase)
                .setSummary("raw")
                .setStatement(Statement.newBuilder()
                        .setTransactional(transactional)
                        .addAllSql(List.of(sql))
                        .setDoneWhen(transactional ? "" : "exists " + MADE))
                .setUndo(Undo.newBuilder().addSql("drop " + MADE))
                .build();
    }

    private static CatalogObject object(String path, String definition) {
        return CatalogObject.newBuilder()
                .setPath(path)
                .setHash(Catalog.hash(path, definition))
                .setDefinition(definition)
                .build();
    }

    private static CatalogObject gone(String path) {
        return CatalogObject.newBuilder()
                .setPath(path)
                .setHash(ByteString.EMPTY)
                .build();
    }
}
