package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.Undo;
import java.util.List;
import java.util.Map;
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
