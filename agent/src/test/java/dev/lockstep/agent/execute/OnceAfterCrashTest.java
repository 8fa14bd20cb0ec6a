package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Orders;
import dev.lockstep.agent.node.ToyDatabase.Break;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Invariant I3: the effect of each step happens exactly once, whatever breaks, and whenever. */
class OnceAfterCrashTest {
    private static final Step[] PLAN = {
        Steps.transactional(1, Phase.EXPAND, "table:orders/column:region"),
        Steps.alone(2, Phase.EXPAND, "table:orders/index:by_region"),
        Steps.raw(3, Phase.EXPAND, "raw"),
        Steps.transactional(4, Phase.EXPAND, "table:orders/trigger:sync")
    };
    private static final List<String> FORWARD = List.of(
            "make table:orders/column:region=text",
            "build table:orders/index:by_region=text",
            "add raw",
            "make table:orders/trigger:sync=text");
    private static final List<String> BACKWARD = List.of(
            "drop table:orders/trigger:sync",
            "drop raw",
            "drop table:orders/index:by_region",
            "drop table:orders/column:region");

    @ParameterizedTest
    @EnumSource
    void everyStepHappensOnceWhereverContactIsLost(Break how) throws Exception {
        int points = 0;
        for (int call = 1; ; call++) {
            WorkBench bench = expanding(Prober.ofCatalog());
            bench.database.breakAtCall(call, how);
            Report outcome = bench.work();
            assertThat(outcome.hasPhaseDone())
                    .as("outcome after a break at call %s", call)
                    .isTrue();
            assertThat(withoutCleanup(bench))
                    .as("effects after a break at call %s", call)
                    .isEqualTo(FORWARD);
            boolean broken = bench.database.hasBroken();
            bench.database.breakAtCall(0, how);
            assertChainIsIntact(bench);
            if (!broken) {
                break;
            }
            points++;
        }
        assertThat(points).isGreaterThan(40);
    }

    @ParameterizedTest
    @EnumSource
    void everyUndoHappensOnceWhereverContactIsLost(Break how) throws Exception {
        for (int call = 1; ; call++) {
            WorkBench bench = expanding(Prober.ofCatalog());
            bench.work();
            bench.receive(Orders.halt());
            bench.work();
            bench.receive(Orders.undo(Phase.EXPAND));
            bench.database.breakAtCall(call, how);
            Report outcome = bench.work();
            assertThat(outcome.hasUndoDone())
                    .as("outcome after a break at call %s", call)
                    .isTrue();
            assertThat(bench.database
                            .effects()
                            .subList(FORWARD.size(), bench.database.effects().size()))
                    .as("effects after a break at call %s", call)
                    .isEqualTo(BACKWARD);
            if (!bench.database.hasBroken()) {
                break;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHaltAfterACrashLeavesNoStepBegun(Break how) throws Exception {
        for (int call = 1; ; call++) {
            WorkBench bench = expanding(Prober.ofCatalog());
            bench.database.breakAtCall(call, how);
            try (NodeSession session = bench.startProcess()) {
                EpochExecutor executor = bench.executor();
                for (int turn = 0; turn < 10; turn++) {
                    executor.advance(session, session.ledger().openEpochs().get(0));
                }
            } catch (SQLException broken) {
                assertThat(bench.database.hasBroken()).isTrue();
            }
            boolean last = !bench.database.hasBroken();
            bench.database.breakAtCall(0, how);
            bench.receive(Orders.halt());
            assertThat(bench.work().hasHalted())
                    .as("outcome after a break at call %s", call)
                    .isTrue();
            try (NodeSession session = bench.database.open(SessionPurpose.OBSERVER)) {
                assertThat(StepState.fold(session.ledger().log(Orders.EPOCH)).values())
                        .as("states after a break at call %s", call)
                        .allMatch(state -> state == StepState.DONE || state == StepState.NOT_DONE);
            }
            if (last) {
                break;
            }
        }
    }

    @Test
    void aSecondCrashDuringRecoveryDoublesNothing() throws Exception {
        for (int first = 1; first < 60; first += 3) {
            for (int second = 1; second < 40; second += 3) {
                WorkBench bench = expanding(Prober.ofCatalog());
                bench.database.breakAtCall(first, Break.DURING);
                try (NodeSession session = bench.startProcess()) {
                    EpochExecutor executor = bench.executor();
                    for (int turn = 0; turn < 10; turn++) {
                        executor.advance(session, session.ledger().openEpochs().get(0));
                    }
                } catch (SQLException broken) {
                    assertThat(bench.database.hasBroken()).isTrue();
                }
                bench.database.breakAtCall(second, Break.AFTER);
                assertThat(bench.work().hasPhaseDone()).isTrue();
                assertThat(withoutCleanup(bench))
                        .as("effects after breaks at calls %s and %s", first, second)
                        .isEqualTo(FORWARD);
            }
        }
    }

    /** Negative control: this bench can see a doubled effect. */
    @Test
    void withoutTheProbeAnEffectIsDoubled() throws Exception {
        List<Integer> doubled = new ArrayList<>();
        for (int call = 1; call < 80; call++) {
            Prober blind = new BlindProber();
            WorkBench bench = expanding(blind);
            bench.database.breakAtCall(call, Break.AFTER);
            bench.work();
            if (bench.database.effects().stream().filter("add raw"::equals).count() > 1) {
                doubled.add(call);
            }
        }
        assertThat(doubled).isNotEmpty();
    }

    /** Negative control: this bench can see a lost effect. */
    @Test
    void withTheLedgerWrittenFirstAnEffectIsLost() throws Exception {
        List<Integer> lost = new ArrayList<>();
        for (int call = 1; call < 80; call++) {
            WorkBench bench = expanding(new TrustingProber());
            bench.database.breakAtCall(call, Break.BEFORE);
            bench.work();
            if (!bench.database.effects().contains("add raw")) {
                lost.add(call);
            }
        }
        assertThat(lost).isNotEmpty();
    }

    private static WorkBench expanding(Prober prober) throws SQLException {
        WorkBench bench = new WorkBench();
        bench.prober = prober;
        bench.planned(PLAN);
        bench.receive(Orders.open(Phase.EXPAND, bench.planHash()));
        return bench;
    }

    /** A broken build is removed and built again: both show, and only the last one stays. */
    private static List<String> withoutCleanup(WorkBench bench) {
        List<String> effects = new ArrayList<>(bench.database.effects());
        effects.removeIf(effect -> effect.startsWith("drop "));
        return effects;
    }

    private static void assertChainIsIntact(WorkBench bench) throws SQLException {
        try (NodeSession session = bench.database.open(SessionPurpose.OBSERVER)) {
            List<LogRow> log = Stream.concat(
                            session.ledger().log(0).stream(), session.ledger().log(Orders.EPOCH).stream())
                    .sorted((one, other) -> Long.compare(one.number(), other.number()))
                    .toList();
            for (int i = 0; i < log.size(); i++) {
                assertThat(log.get(i).isIntact()).isTrue();
                assertThat(log.get(i).number()).isEqualTo(i + 1);
                if (i > 0) {
                    assertThat(log.get(i).previousHash())
                            .isEqualTo(log.get(i - 1).hash());
                }
            }
        }
    }

    /** Believes that nothing of a step is there before it runs, and everything after. */
    private static final class BlindProber implements Prober {
        private String ran = "";

        @Override
        public Probe probe(NodeSession session, StepWork work) throws SQLException {
            boolean asked = ran.equals(work.toString());
            ran = work.toString();
            if (!asked) {
                return Probe.AT_START;
            }
            ran = "";
            return Probe.AT_END;
        }
    }

    /** Believes the ledger's begin row: what was begun was done. That is the ledger written before the effect. */
    private static final class TrustingProber implements Prober {
        @Override
        public Probe probe(NodeSession session, StepWork work) throws SQLException {
            StepState state = StepState.fold(session.ledger().log(Orders.EPOCH))
                    .getOrDefault(work.step().getNumber(), StepState.NOT_DONE);
            return state == StepState.NOT_DONE ? Probe.AT_START : Probe.AT_END;
        }
    }
}
