package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.StepPartition;
import dev.lockstep.v1.Undo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An index that is built, then becomes a constraint, then joins that of a whole: each undo takes along what the steps before it made. */
class StepWorkTest {
    private static final ByteString THERE = ByteString.copyFromUtf8("there");
    private static final Step BUILD = step(1, List.of(), change("index", ByteString.EMPTY, THERE));
    private static final Step ATTACH = step(
            2,
            List.of("index"),
            change("index", THERE, ByteString.EMPTY),
            change("constraint", ByteString.EMPTY, THERE));
    private static final Step MAKE = step(3, List.of("index", "constraint"), change("whole", ByteString.EMPTY, THERE));

    @Test
    void whatTheUndoItselfTakesAlongStaysAwayAlthoughTheStepFoundItThere() {
        StepWork work = StepWork.backward(ATTACH, plan(BUILD, ATTACH));

        assertThat(work.ends()).isEqualTo(Map.of("index", ByteString.EMPTY, "constraint", ByteString.EMPTY));
        assertThat(work.mayBeDone()).isFalse();
    }

    @Test
    void whatALaterUndoTookAlongIsTheEndOfAnEarlierOne() {
        StepWork work = StepWork.backward(ATTACH, plan(BUILD, ATTACH, MAKE));

        assertThat(work.ends()).isEqualTo(Map.of("index", ByteString.EMPTY, "constraint", ByteString.EMPTY));
        assertThat(work.mayBeDone()).isTrue();
        assertThat(StepWork.backward(BUILD, plan(BUILD, ATTACH)).mayBeDone()).isTrue();
    }

    /** It wants a lock that keeps others out, and the step itself none. */
    @Test
    void theUndoInATransactionOfAStepThatMayWaitDoesNotWaitForLong() {
        Step prove = Step.newBuilder()
                .setStatement(Statement.newBuilder().addSql("prove"))
                .setUndo(Undo.newBuilder().addSql("prove no more").setTransactional(true))
                .build();
        Step build = Step.newBuilder()
                .setStatement(Statement.newBuilder().addSql("build"))
                .setUndo(Undo.newBuilder().addSql("drop"))
                .build();

        assertThat(StepWork.forward(prove).knocks()).isFalse();
        assertThat(StepWork.backward(prove, plan(prove)).knocks()).isTrue();
        assertThat(StepWork.backward(prove, plan(prove)).statement().getLockTimeoutMillis())
                .isEqualTo(100);
        assertThat(StepWork.backward(build, plan(build)).statement().getLockTimeoutMillis())
                .isZero();
    }

    @Test
    void whoIsInTheWayOfSuchAnUndoIsLookedForByItsOwnLock() {
        String lock = "SHARE UPDATE EXCLUSIVE on orders, ROW SHARE on the on table";
        Step prove = Step.newBuilder()
                .setLock(lock)
                .setStatement(Statement.newBuilder().addSql("prove"))
                .setUndo(Undo.newBuilder().addSql("prove no more").setTransactional(true))
                .build();
        Step build = prove.toBuilder().setUndo(Undo.newBuilder().addSql("drop")).build();

        assertThat(StepWork.forward(prove).asAsked().getLock()).isEqualTo(lock);
        assertThat(StepWork.backward(build, plan(build)).asAsked().getLock()).isEqualTo(lock);
        assertThat(StepWork.backward(prove, plan(prove)).asAsked().getLock())
                .isEqualTo("ACCESS EXCLUSIVE on orders, ACCESS EXCLUSIVE on the on table");
    }

    @Test
    void aStepAllOfWhoseEffectsAreGoneIsNotTakenForOneThatNamesNone() {
        Step join = Step.newBuilder()
                .setStatement(Statement.newBuilder().addSql("whole"))
                .addEffects(change("table:one/index:x", ByteString.EMPTY, THERE))
                .addPartitions(StepPartition.newBuilder().setPath("table:one"))
                .build();

        StepWork rest = StepWork.forward(join).without(Set.of("table:one"));

        assertThat(rest.ends()).isEmpty();
        assertThat(rest.hasNothingToRun()).isFalse();
        assertThat(rest.namesNoEffects()).isFalse();
    }

    @Test
    void whatIsForAPartitionThatIsGoneIsLeftOut() {
        Step swap = Step.newBuilder()
                .setStatement(Statement.newBuilder().addAllSql(List.of("whole", "one", "two")))
                .setUndo(Undo.newBuilder().addAllSql(List.of("two back", "whole back")))
                .addEffects(change("table:whole", ByteString.EMPTY, THERE))
                .addEffects(change("table:one", ByteString.EMPTY, THERE))
                .addEffects(change("table:one/index:x", ByteString.EMPTY, THERE))
                .addEffects(change("table:one_and_more", ByteString.EMPTY, THERE))
                .addPartitions(StepPartition.newBuilder().setPath("table:one").addSql(1))
                .addPartitions(StepPartition.newBuilder()
                        .setPath("table:two")
                        .addSql(2)
                        .addUndoSql(0))
                .build();

        StepWork rest = StepWork.forward(swap).without(Set.of("table:one"));
        assertThat(rest.statement().getSqlList()).containsExactly("whole", "two");
        assertThat(rest.ends()).containsOnlyKeys("table:whole", "table:one_and_more");
        assertThat(rest.starts()).containsOnlyKeys("table:whole", "table:one_and_more");
        assertThat(StepWork.backward(swap, plan(swap))
                        .without(Set.of("table:two"))
                        .statement()
                        .getSqlList())
                .containsExactly("whole back");
    }

    @Test
    void ofAStepForOnePartitionNothingIsLeft() {
        Step build = BUILD.toBuilder()
                .setStatement(Statement.newBuilder().addSql("build"))
                .addPartitions(StepPartition.newBuilder().setPath("table:one").setAlone(true))
                .build();

        assertThat(StepWork.forward(build).without(Set.of("table:one")).hasNothingToRun())
                .isTrue();
        assertThat(StepWork.forward(build).without(Set.of("table:two")).hasNothingToRun())
                .isFalse();
        assertThat(StepWork.backward(build, plan(build)).mayBeDone()).isTrue();
    }

    private static Plan plan(Step... steps) {
        return Plan.newBuilder().addAllSteps(List.of(steps)).build();
    }

    private static Step step(int number, List<String> along, ObjectChange... changes) {
        return Step.newBuilder()
                .setNumber(number)
                .addAllEffects(List.of(changes))
                .setUndo(Undo.newBuilder().addSql("drop it").addAllTakesAlong(along))
                .build();
    }

    private static ObjectChange change(String path, ByteString before, ByteString after) {
        return ObjectChange.newBuilder()
                .setPath(path)
                .setBefore(before)
                .setAfter(after)
                .build();
    }
}
