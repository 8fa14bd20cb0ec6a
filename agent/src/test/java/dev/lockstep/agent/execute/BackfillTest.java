package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.Strain;
import dev.lockstep.agent.ledger.BackfillRow;
import dev.lockstep.agent.ledger.SupersededException;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Orders;
import dev.lockstep.agent.node.ToyDatabase.Break;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Progress;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.StepActual;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackfillTest {
    private static final int ROWS = 2600;

    @ParameterizedTest
    @EnumSource
    void everyRowIsFilledOnceWhereverContactIsLost(Break how) throws Exception {
        for (int call = 1; ; call++) {
            WorkBench bench = backfilling();
            bench.database.breakAtCall(call, how);
            Report outcome = bench.work();
            assertThat(outcome.hasPhaseDone())
                    .as("outcome after a break at call %s", call)
                    .isTrue();
            assertThat(bench.database.effects()).hasSize(ROWS).doesNotHaveDuplicates();
            if (!bench.database.hasBroken()) {
                break;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalWorkersFillEveryRowOnceWhereverContactIsLost(Break how) throws Exception {
        for (int call = 1; ; call += 3) {
            WorkBench bench = backfilling(4);
            bench.database.breakAtCall(call, how);
            Report outcome = bench.work();
            assertThat(outcome.hasPhaseDone())
                    .as("outcome after a break at call %s", call)
                    .isTrue();
            assertThat(bench.database.effects()).hasSize(ROWS).doesNotHaveDuplicates();
            if (!bench.database.hasBroken()) {
                break;
            }
        }
    }

    @Test
    void aPauseStopsAllWorkersAndTheRangesStayAsTheyWereForAnotherNumberOfThem() throws Exception {
        WorkBench bench = backfilling(4);
        whenAskedFor(7, bench, () -> bench.receive(Orders.pause()));
        assertThat(bench.work().hasPhaseDone()).isFalse();
        assertThat(bench.database.effects()).hasSizeBetween(1, ROWS - 1);
        BackfillRow bounds = positions(bench).get(0);
        assertThat(bounds.positionText()).isEqualTo("'''650''','''1300''','''1950'''");

        bench.workers = 2;
        bench.receive(Orders.open(Phase.BACKFILL, bench.planHash()));
        assertThat(bench.work().hasPhaseDone()).isTrue();
        assertThat(bench.database.effects()).hasSize(ROWS).doesNotHaveDuplicates();
        assertThat(positions(bench)).hasSize(1 + 4 * 2).contains(bounds).allMatch(BackfillRow::finished);
    }

    @Test
    void aBackfillThatBeganWithOneRangeKeepsIt() throws Exception {
        WorkBench bench = backfilling(1);
        whenAskedFor(4, bench, () -> bench.receive(Orders.pause()));
        bench.work();
        bench.workers = 4;
        bench.receive(Orders.open(Phase.BACKFILL, bench.planHash()));
        assertThat(bench.work().hasPhaseDone()).isTrue();
        assertThat(bench.database.effects()).hasSize(ROWS).doesNotHaveDuplicates();
        assertThat(positions(bench)).extracting(BackfillRow::rangeNumber).containsExactly(1, 2);
    }

    @Test
    void aSuccessorStopsAllWorkers() throws Exception {
        WorkBench bench = backfilling(4);
        whenAskedFor(7, bench, () -> bench.startProcess().close());
        assertThatThrownBy(bench::work).isInstanceOf(SupersededException.class);
        assertThat(bench.database.effects()).hasSizeBetween(1, ROWS - 1);

        assertThat(bench.work().hasPhaseDone()).isTrue();
        assertThat(bench.database.effects()).hasSize(ROWS).doesNotHaveDuplicates();
    }

    @Test
    void progressOfSeveralWorkersIsThatOfTheWholeTable() throws Exception {
        WorkBench bench = backfilling(4);
        bench.work();
        assertThat(bench.progress).extracting(Progress::getRowsDone).contains((long) ROWS);
        assertThat(bench.progress)
                .filteredOn(shown -> shown.getRowsTotal() > 0)
                .allSatisfy(shown -> assertThat(shown.getRowsTotal()).isEqualTo(ROWS));
    }

    @Test
    void strainStopsItUntilItIsOverAndTheReasonIsShown() throws Exception {
        WorkBench bench = backfilling(1);
        AtomicInteger looks = new AtomicInteger();
        bench.database.strained(() -> looks.incrementAndGet() <= 3
                ? List.of(new Strain("replica standby1 lags 12 s", true), new Strain("and more", false))
                : List.of());
        assertThat(bench.work().hasPhaseDone()).isTrue();
        assertThat(bench.progress)
                .extracting(Progress::getWaitsFor)
                .filteredOn(reason -> !reason.isEmpty())
                .hasSize(3)
                .containsOnly("throttled: replica standby1 lags 12 s; and more");
    }

    @Test
    void milderStrainSlowsItDown() throws Exception {
        WorkBench bench = backfilling(1);
        bench.database.strained(() -> List.of(new Strain("session 4711 vacuums orders", false)));
        assertThat(bench.work().hasPhaseDone()).isTrue();
        assertThat(bench.progress).extracting(Progress::getWaitsFor).contains("throttled: session 4711 vacuums orders");
    }

    /** The workers ask one after another, so that none fills a batch while it happens. */
    private static void whenAskedFor(int time, WorkBench bench, Happening happening) {
        AtomicInteger asked = new AtomicInteger();
        Object turn = new Object();
        bench.mayStart = mandate -> {
            synchronized (turn) {
                if (asked.incrementAndGet() == time) {
                    try {
                        happening.happen();
                    } catch (SQLException failed) {
                        throw new IllegalStateException(failed);
                    }
                }
                return true;
            }
        };
    }

    private static List<BackfillRow> positions(WorkBench bench) throws SQLException {
        try (NodeSession session = bench.database.open(SessionPurpose.OBSERVER)) {
            return session.ledger().backfill(Orders.EPOCH, 1);
        }
    }

    @Test
    void aRowThatIsEmptiedBehindThePositionIsFilledByTheNextPass() throws Exception {
        WorkBench bench = backfilling();
        AtomicInteger asked = new AtomicInteger();
        bench.mayStart = mandate -> {
            if (asked.incrementAndGet() == 4) {
                bench.database.emptyRow(3);
            }
            return true;
        };
        assertThat(bench.work().hasPhaseDone()).isTrue();
        assertThat(bench.database.unfilledRows()).isZero();
        assertThat(bench.database.effects().stream().filter("fill 3"::equals)).hasSize(2);
    }

    @Test
    void aPauseTakesEffectAtTheNextBatchAndResumingGoesOnFromThere() throws Exception {
        WorkBench bench = backfilling();
        AtomicInteger asked = new AtomicInteger();
        bench.mayStart = mandate -> {
            if (asked.incrementAndGet() == 4) {
                receiveQuietly(bench);
            }
            return true;
        };
        assertThat(bench.work().hasPhaseDone()).isFalse();
        int filled = bench.database.effects().size();
        assertThat(filled).isBetween(1, ROWS - 1);

        bench.receive(Orders.open(Phase.BACKFILL, bench.planHash()));
        assertThat(bench.work().hasPhaseDone()).isTrue();
        assertThat(bench.database.effects()).hasSize(ROWS).doesNotHaveDuplicates();
    }

    private static void receiveQuietly(WorkBench bench) {
        try {
            bench.receive(Orders.pause());
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void itsCostIsTheRowsThatWereFilledHoweverManyFilledThem() throws Exception {
        StepActual cost = backfilling(4).work().getPhaseDone().getCosts(0);
        assertThat(cost.getRows()).isEqualTo(ROWS);
        assertThat(cost.getMillis()).isPositive();
        assertThat(cost.getResumed()).isFalse();
    }

    @Test
    void afterAPauseItsCostIsThatOfTheRestAndSaysSo() throws Exception {
        WorkBench bench = backfilling(1);
        whenAskedFor(4, bench, () -> bench.receive(Orders.pause()));
        bench.work();
        int filled = bench.database.effects().size();
        bench.receive(Orders.open(Phase.BACKFILL, bench.planHash()));
        StepActual cost = bench.work().getPhaseDone().getCosts(0);
        assertThat(cost.getRows()).isEqualTo(ROWS - filled);
        assertThat(cost.getResumed()).isTrue();
    }

    @Test
    void progressSaysRowsAndTimeLeft() throws Exception {
        WorkBench bench = backfilling();
        bench.work();
        assertThat(bench.progress)
                .anySatisfy(shown -> assertThat(shown.getRowsDone()).isEqualTo(500))
                .allSatisfy(shown -> assertThat(shown.getRowsDone()).isLessThanOrEqualTo(ROWS));
        assertThat(bench.progress.stream().map(Progress::getSummary))
                .anyMatch(summary -> summary.contains("proves that nothing is left"));
    }

    @Test
    void writersThatKeepLeavingRowsAreNamedInTheFailure() throws Exception {
        WorkBench bench = backfilling();
        bench.mayStart = mandate -> {
            bench.database.emptyRow(3);
            return true;
        };
        Report outcome = bench.work();
        assertThat(outcome.getStepFailed().getServerMessage()).contains("no row is left with region IS NULL");
    }

    @Test
    void undoingTheBackfillForgetsItsPositions() throws Exception {
        WorkBench bench = backfilling();
        bench.work();
        bench.receive(Orders.halt());
        bench.work();
        bench.receive(Orders.undo(Phase.BACKFILL));
        assertThat(bench.work().hasUndoDone()).isTrue();
        try (NodeSession session = bench.database.open(SessionPurpose.OBSERVER)) {
            assertThat(session.ledger().backfill(Orders.EPOCH, 1)).isEmpty();
        }
    }

    private static WorkBench backfilling() throws SQLException {
        return backfilling(1);
    }

    private static WorkBench backfilling(int workers) throws SQLException {
        WorkBench bench = new WorkBench();
        bench.workers = workers;
        bench.database.addRows(1, ROWS);
        bench.planned(Steps.backfill(1));
        bench.receive(Orders.open(Phase.BACKFILL, bench.planHash()));
        return bench;
    }

    /** Something that comes in between. */
    private interface Happening {
        void happen() throws SQLException;
    }
}
