package dev.lockstep.agent.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PlanEstimate;
import dev.lockstep.v1.StepActual;
import dev.lockstep.v1.StepEstimate;
import dev.lockstep.v1.StepKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the ledger's log says of steps that were done. */
class PastWorkTest {
    private static final StepActual COST = StepActual.newBuilder()
            .setStep(2)
            .setRows(20_000)
            .setMillis(4_000)
            .setLockWaitMillis(150)
            .setLockMillis(90)
            .setLogBytes(5_000_000)
            .setResumed(true)
            .build();

    private final List<LogRow> log = new ArrayList<>();

    @Test
    void aCostIsReadAsItWasWritten() {
        done(1, 2, COST);
        assertThat(LoggedCost.of(log, Phase.BACKFILL)).containsExactly(COST);
        assertThat(log.get(0).detail())
                .isEqualTo("took millis=4000 rows=20000 lockWaitMillis=150 lockMillis=90 logBytes=5000000 resumed=1");
    }

    @Test
    void aStepThatTookNoTimeWasMeasuredAllTheSame() {
        StepActual nothing = StepActual.newBuilder().setStep(2).build();
        done(1, 2, nothing);
        assertThat(LoggedCost.of(log, Phase.BACKFILL)).containsExactly(nothing);
    }

    @Test
    void figuresOfALaterVersionArePassedBy() {
        append(1, LogKind.DONE, 2, "took millis=7 pages=12 mood=fine rows=99999999999999999999");
        assertThat(LoggedCost.of(log, Phase.BACKFILL))
                .containsExactly(StepActual.newBuilder().setStep(2).setMillis(7).build());
    }

    @Test
    void onlyWhatIsDoneNowHasACost() {
        done(1, 1, COST);
        append(1, LogKind.UNDONE, 1, LoggedCost.write(COST));
        done(1, 2, COST);
        append(1, LogKind.BEGIN, 3, "");
        append(1, LogKind.DONE, 3, "found done");
        assertThat(LoggedCost.of(log, Phase.BACKFILL))
                .extracting(StepActual::getStep)
                .containsExactly(2);
        assertThat(LoggedCost.of(log, Phase.EXPAND)).isEmpty();
    }

    @Test
    void pastWorkIsACostBesideTheSizesOfItsPlan() {
        planned(4, estimate(2, StepKind.ROW_FILL, 25_000), estimate(3, StepKind.INDEX_BUILD, 25_000));
        done(4, 2, COST);
        done(4, 3, COST.toBuilder().setRows(0).setResumed(false).build());
        List<PastWork> past = PastWork.of(newestFirst());
        assertThat(past)
                .extracting(work -> work.estimate().getKind())
                .containsExactly(StepKind.INDEX_BUILD, StepKind.ROW_FILL);
        assertThat(past).extracting(PastWork::rows).containsExactly(25_000L, 20_000L);
    }

    @Test
    void littleWorkAndHalfAWorkSayNothingOfTheRate() {
        planned(
                4,
                estimate(1, StepKind.INDEX_BUILD, 9_999),
                estimate(2, StepKind.INDEX_BUILD, 25_000),
                estimate(3, StepKind.ROW_FILL, 25_000));
        done(4, 1, COST.toBuilder().setResumed(false).build());
        done(4, 2, COST);
        done(4, 3, COST.toBuilder().setRows(12).build());
        done(5, 2, COST);
        assertThat(PastWork.of(newestFirst())).isEmpty();
    }

    @Test
    void theNewestOfAKindCount() {
        for (int epoch = 1; epoch <= 12; epoch++) {
            planned(epoch, estimate(2, StepKind.ROW_FILL, 20_000));
            done(epoch, 2, COST.toBuilder().setMillis(epoch).build());
        }
        assertThat(PastWork.of(newestFirst()))
                .extracting(work -> work.actual().getMillis())
                .containsExactly(12L, 11L, 10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L);
    }

    private static StepEstimate estimate(int step, StepKind kind, long rows) {
        return StepEstimate.newBuilder()
                .setStep(step)
                .setKind(kind)
                .setRows(rows)
                .setBytes(rows * 100)
                .build();
    }

    private void planned(long epoch, StepEstimate... steps) {
        PlanEstimate estimate =
                PlanEstimate.newBuilder().addAllSteps(List.of(steps)).build();
        append(epoch, LogKind.OUTCOME, 0, LoggedEstimate.write(estimate));
    }

    private void done(long epoch, int step, StepActual cost) {
        append(epoch, LogKind.DONE, step, LoggedCost.write(cost));
    }

    private void append(long epoch, LogKind kind, int step, String detail) {
        log.add(LogRow.after(
                log.size(),
                ByteString.EMPTY,
                LogEntry.ofStep(new Mandate(epoch, 1, 1), kind, Phase.BACKFILL, step, detail)));
    }

    private List<LogRow> newestFirst() {
        List<LogRow> rows = new ArrayList<>(log);
        java.util.Collections.reverse(rows);
        return rows;
    }
}
