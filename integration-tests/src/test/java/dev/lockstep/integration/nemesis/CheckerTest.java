package dev.lockstep.integration.nemesis;

import static dev.lockstep.integration.nemesis.ForgedEvents.NODES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.integration.nemesis.ForgedNode.Draft;
import dev.lockstep.integration.nemesis.check.Checker;
import dev.lockstep.integration.nemesis.check.ExpectedChange;
import dev.lockstep.integration.nemesis.check.History;
import dev.lockstep.integration.nemesis.check.LoadRecord.Disturbance;
import dev.lockstep.integration.nemesis.check.LoadRecord.Failure;
import dev.lockstep.integration.nemesis.check.NodeHistory.EpochRow;
import dev.lockstep.integration.nemesis.check.NodeHistory.StoredRow;
import dev.lockstep.integration.nemesis.check.OldColumns;
import dev.lockstep.integration.nemesis.check.Violation;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The checker finds what is wrong in forged histories, and nothing in right ones. */
class CheckerTest {
    private static final OldColumns ROW = new OldColumns("customer-1", "DE", 5);
    private static final String REGION = "column orders.region varchar not null";

    @Test
    void aRightHistoryIsRight() {
        assertThat(Checker.judge(completed().sealed()).violations()).isEmpty();
        Checker.Verdict verdict = Checker.judge(rolledBack().sealed());
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.rolledBack()).isEqualTo(1);
    }

    @Test
    void findsAPhaseThatWasOpenedTooEarly() {
        ForgedHistory forged = completed();
        List<Event> acknowledgedBySecond = forged.entries.remove(5);
        forged.entries.add(6, acknowledgedBySecond);

        assertFound(forged.sealed(), "I2", "VALIDATE was opened by everybody in the roster, but not by [shard-2]");
    }

    @Test
    void findsAStepOfAPhaseThatHadNotBeenOrdered() {
        ForgedHistory forged = completed();
        List<Draft> log = forged.nodes.get("shard-2").log;
        log.set(6, new Draft(1, 2, 1, "begin", "VALIDATE", 2));

        assertFound(forged.sealed(), "I2", "begin of a step of VALIDATE under mandate 2");
    }

    @Test
    void findsADoubledStep() {
        ForgedHistory forged = completed();
        List<Draft> log = forged.nodes.get("shard-2").log;
        log.add(8, new Draft(1, 2, 1, "begin", "EXPAND", 1));
        log.add(9, new Draft(1, 2, 1, "done", "EXPAND", 1));

        assertFound(forged.sealed(), "I3", "begin of step 1 of epoch 1 when it was DONE");
    }

    @Test
    void findsADoubledEffect() {
        ForgedHistory forged = completed();
        forged.nodes.get("shard-1").effects.put(ForgedEvents.CHANGE, 2);

        assertFound(forged.sealed(), "I3", "expected the effect of its witness 1 times, found it 2 times");
    }

    @Test
    void findsAnEffectOfAChangeThatNobodyAskedFor() {
        ForgedHistory forged = completed();
        forged.nodes.get("shard-1").effects.put("another", 1);

        assertFound(forged.sealed(), "I3", "expected the effect of its witness 0 times, found it 1 times");
    }

    @Test
    void findsAStepThatNobodyRan() {
        ForgedHistory forged = completed();
        List<Draft> log = forged.nodes.get("shard-1").log;
        log.subList(6, 8).clear();

        assertFound(forged.sealed(), "I3", "the epoch ended OUTCOME_COMPLETED, but the step () is NOT_THERE");
    }

    @Test
    void findsALostRow() {
        ForgedHistory forged = completed();
        forged.nodes.get("shard-1").rows.remove(2L);

        assertFound(forged.sealed(), "load", "but it is lost");
    }

    @Test
    void findsARowThatABackfillHasChanged() {
        ForgedHistory forged = completed();
        forged.nodes
                .get("shard-1")
                .rows
                .put(2L, new StoredRow(new OldColumns("customer-1", "DE", 6), Map.of("region", "eu")));

        assertFound(forged.sealed(), "load", "amount=6");
    }

    @Test
    void findsAnAddedColumnThatDoesNotHoldItsExpression() {
        ForgedHistory forged = completed();
        forged.nodes.get("shard-2").rows.put(2L, new StoredRow(ROW, Map.of("region", "null")));

        assertFound(forged.sealed(), "load", "expected eu in region by the change's expression, found null");
    }

    @Test
    void findsAnAcknowledgementThatTheLedgerDoesNotHold() {
        ForgedHistory forged = completed();
        forged.nodes.get("shard-2").log.remove(5);

        assertFound(forged.sealed(), "I5", "the journal has an outcome under mandate 2 from row 6");
    }

    @Test
    void findsAnEffectOfASupersededAgent() {
        ForgedHistory forged = completed();
        ForgedNode node = forged.nodes.get("shard-2");
        node.log.add(6, new Draft(0, 0, 2, "incarnation", "-", 0));
        node.incarnation = 2;

        assertFound(forged.sealed(), "I4", "incarnation 1 wrote it, but 2 served the node");
    }

    @Test
    void findsAnUndoBeforeEverybodyIsQuiet() {
        ForgedHistory forged = rolledBack();
        List<Event> halted = forged.entries.remove(6);
        forged.entries.add(7, halted);

        assertFound(forged.sealed(), "I6", "HALT before the undo of EXPAND by everybody in the roster");
    }

    @Test
    void findsARollbackThatLeftSomethingBehind() {
        ForgedHistory forged = rolledBack();
        forged.nodes.get("shard-2").catalog.add(REGION);

        assertFound(forged.sealed(), "I8", "unexpected in its catalog: [" + REGION + "]");
    }

    @Test
    void findsANodeThatTheChangeHasNotReached() {
        ForgedHistory forged = completed();
        forged.nodes.get("shard-2").catalog.remove(REGION);

        assertFound(forged.sealed(), "I8", "missing in its catalog: [" + REGION + "]");
    }

    @Test
    void findsAnEpochThatDoesNotEnd() {
        ForgedHistory forged = completed();
        forged.entries.remove(forged.entries.size() - 1);

        assertFound(forged.sealed(), "I10", "it has not ended");
    }

    @Test
    void findsRecordsThatNobodySigned() {
        History right = completed().sealed();
        List<ByteString> journal = new ArrayList<>(right.journal());
        byte[] bytes = journal.get(3).toByteArray();
        bytes[40] ^= 1;
        journal.set(3, ByteString.copyFrom(bytes));

        assertFound(
                new History(
                        right.fleet(),
                        journal,
                        right.directives(),
                        right.keys(),
                        right.nodes(),
                        right.changes(),
                        right.restored(),
                        right.load()),
                "I7",
                "expected a signature by a coordinator");
    }

    @Test
    void findsADirectiveThatNobodyDecided() {
        History right = completed().sealed();
        History other = rolledBack().sealed();
        List<ByteString> directives = new ArrayList<>(right.directives());
        directives.set(2, other.directives().get(2));

        assertFound(
                new History(
                        right.fleet(),
                        right.journal(),
                        directives,
                        right.keys(),
                        right.nodes(),
                        right.changes(),
                        right.restored(),
                        right.load()),
                "I5",
                "decided directive 3, but no entry that counts did");
    }

    @Test
    void tellsStatementsThatAFaultExplainsFromThoseThatNothingDoes() {
        Disturbance kill = new Disturbance("shard-1", "KILL shard-1", 1_000, 3_000);
        Disturbance pause = new Disturbance("agent-1", "PAUSE agent-1", 1_000, 3_000);

        assertThat(isBlamed(failed("08006", true, 1_500), kill)).isFalse();
        assertThat(isBlamed(failed("08006", true, 60_000), kill)).isTrue();
        assertThat(isBlamed(failed("08006", true, 1_500), pause)).isTrue();
        assertThat(isBlamed(failed("55P03", false, 1_500), pause)).isFalse();
        assertThat(isBlamed(failed("42703", false, 1_500), kill)).isTrue();
        assertThat(isBlamed(failed("23502", false, 1_500), kill)).isTrue();
    }

    private static boolean isBlamed(Failure failure, Disturbance disturbance) {
        ForgedHistory forged = completed();
        forged.failures.add(failure);
        forged.disturbances.add(disturbance);
        Checker.Verdict verdict = Checker.judge(forged.sealed());
        assertThat(verdict.violations()).hasSize((int) verdict.unexplainedFailures());
        return verdict.unexplainedFailures() > 0;
    }

    private static Failure failed(String state, boolean lostContact, long atMillis) {
        return new Failure("shard-1", "SELECT 1", state, 0, "no", lostContact, atMillis - 100, atMillis);
    }

    private static void assertFound(History history, String invariant, String text) {
        assertThat(Checker.judge(history).violations()).anySatisfy((Violation violation) -> {
            assertThat(violation.invariant()).isEqualTo(invariant);
            assertThat(violation.what()).contains(text);
        });
    }

    private static ForgedHistory completed() {
        ForgedHistory forged = begun();
        acknowledge(forged, Phase.EXPAND, 2, 6);
        forged.entries.add(List.of(ForgedEvents.phaseOpened(Phase.VALIDATE), ForgedEvents.open(3, Phase.VALIDATE)));
        acknowledge(forged, Phase.VALIDATE, 3, 9);
        end(forged, EpochOutcome.OUTCOME_COMPLETED);
        for (ForgedNode node : forged.nodes.values()) {
            node.log.add(new Draft(1, 2, 1, "outcome", "EXPAND", 0));
            step(node, 3, "begin", "done", "VALIDATE", 2);
            node.log.add(new Draft(1, 3, 1, "outcome", "VALIDATE", 0));
            node.catalog.add(REGION);
            node.effects.put(ForgedEvents.CHANGE, 1);
            rows(node, Map.of("region", "eu"));
        }
        return forged;
    }

    private static ForgedHistory rolledBack() {
        ForgedHistory forged = begun();
        forged.entries.add(List.of(ForgedEvents.turnedRound(), ForgedEvents.halt(3)));
        NODES.forEach(node -> forged.entries.add(List.of(ForgedEvents.halted(node, 3, 6))));
        // Entry 6 is the halt of the second node, 7 the undo: see findsAnUndoBeforeEverybodyIsQuiet.
        forged.entries.add(List.of(ForgedEvents.undoOpened(Phase.EXPAND), ForgedEvents.undo(4, Phase.EXPAND)));
        NODES.forEach(node -> forged.entries.add(List.of(ForgedEvents.undone(node, Phase.EXPAND, 4, 9))));
        end(forged, EpochOutcome.OUTCOME_ROLLED_BACK);
        for (ForgedNode node : forged.nodes.values()) {
            node.log.add(new Draft(1, 3, 1, "outcome", "EXPAND", 0));
            step(node, 4, "undo_begin", "undone", "EXPAND", 1);
            node.log.add(new Draft(1, 4, 1, "outcome", "EXPAND", 0));
            rows(node, Map.of());
        }
        return forged;
    }

    /** Two nodes that have run the step of EXPAND and not said so. */
    private static ForgedHistory begun() {
        ForgedHistory forged = new ForgedHistory();
        forged.changes.put(ForgedEvents.CHANGE, new ExpectedChange(Set.of(REGION), Set.of(), true));
        forged.entries.add(List.of(ForgedEvents.claimed()));
        forged.entries.add(NODES.stream().map(ForgedEvents::registered).toList());
        forged.entries.add(List.of(ForgedEvents.opened(), ForgedEvents.prepare(1)));
        List<Event> approval = new ArrayList<>();
        NODES.forEach(node -> approval.add(ForgedEvents.planned(node, 3)));
        approval.addAll(List.of(
                ForgedEvents.approved(), ForgedEvents.phaseOpened(Phase.EXPAND), ForgedEvents.open(2, Phase.EXPAND)));
        forged.entries.add(approval);
        for (String name : NODES) {
            ForgedNode node = new ForgedNode(name);
            node.log.add(new Draft(0, 0, 0, "adopted", "-", 0));
            node.log.add(new Draft(0, 0, 1, "incarnation", "-", 0));
            node.log.add(new Draft(1, 1, 1, "outcome", "PREFLIGHT", 0));
            step(node, 2, "begin", "done", "EXPAND", 1);
            node.epochs.add(new EpochRow(1, 4, "closed"));
            node.catalog.add("table orders");
            forged.nodes.put(name, node);
        }
        return forged;
    }

    private static void step(ForgedNode node, long mandate, String begin, String end, String phase, int step) {
        node.log.add(new Draft(1, mandate, 1, begin, phase, step));
        node.log.add(new Draft(1, mandate, 1, end, phase, step));
    }

    private static void acknowledge(ForgedHistory forged, Phase phase, long mandate, long row) {
        NODES.forEach(node -> forged.entries.add(List.of(ForgedEvents.acknowledged(node, phase, mandate, row))));
    }

    private static void end(ForgedHistory forged, EpochOutcome outcome) {
        long number = outcome == EpochOutcome.OUTCOME_COMPLETED ? 4 : 5;
        forged.entries.add(List.of(ForgedEvents.closed(outcome), ForgedEvents.close(number, outcome)));
    }

    private static void rows(ForgedNode node, Map<String, String> added) {
        for (long id = 1; id <= 3; id++) {
            node.expectedRows.put(id, Set.of(ROW));
            node.rows.put(id, new StoredRow(ROW, added));
        }
    }
}
