package dev.lockstep.deploy.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Phase;
import org.junit.jupiter.api.Test;

class EpochNewsTest {

    private static EpochStatus backfilling(long rowsDone) {
        return EpochStatus.newBuilder()
                .setNumber(2)
                .setChange("orders-region")
                .setState(EpochState.RUNNING)
                .setPhase(Phase.BACKFILL)
                .addNodes(EpochNodeStatus.newBuilder()
                        .setNode("shard-1")
                        .setState("working")
                        .setStep("fill region")
                        .setRowsDone(rowsDone)
                        .setRowsTotal(201_337))
                .addWaitsFor("shard-1")
                .build();
    }

    @Test
    void tellsAllAtFirstAndThenOnlyWhatIsNew() {
        EpochNews news = new EpochNews();

        assertThat(news.since(backfilling(10)))
                .containsExactly(
                        "epoch 2 orders-region: RUNNING in BACKFILL",
                        "  shard-1 working BACKFILL: fill region, 0 % of 200,000 rows");
        assertThat(news.since(backfilling(20))).isEmpty();
        assertThat(news.since(backfilling(120_000)))
                .containsExactly("  shard-1 working BACKFILL: fill region, 50 % of 200,000 rows");
    }

    @Test
    void tellsAPauseWithItsReason() {
        EpochNews news = new EpochNews();
        news.since(backfilling(10));

        assertThat(news.since(backfilling(10).toBuilder()
                        .setState(EpochState.PAUSED)
                        .setReason("shard-1 failed")
                        .build()))
                .containsExactly("epoch 2 orders-region: PAUSED in BACKFILL (shard-1 failed)", "  waits for: shard-1");
    }

    @Test
    void saysForWhomItWaitsWhenAnAgentIsAway() {
        EpochNews news = new EpochNews();
        news.since(backfilling(10));
        EpochStatus away = backfilling(10).toBuilder()
                .setNodes(0, EpochNodeStatus.newBuilder().setNode("shard-1").setState("away"))
                .build();

        assertThat(news.since(away)).containsExactly("  shard-1 away BACKFILL", "  waits for: shard-1");
        assertThat(news.since(away)).isEmpty();
    }

    @Test
    void manyNodesAreCountedAndThoseInTroubleNamed() {
        EpochNews news = new EpochNews();

        assertThat(news.since(many(0, 400)))
                .containsExactly(
                        "epoch 2 orders-region: RUNNING in BACKFILL",
                        "  BACKFILL: 0 of 400 nodes done, 400 working, 0 waiting (0 %)");
        assertThat(news.since(many(99, 301))).isEmpty();
        assertThat(news.since(many(103, 60)))
                .containsExactly("  BACKFILL: 103 of 400 nodes done, 60 working, 237 waiting (25 %)");
        EpochStatus failed = many(103, 60).toBuilder()
                .setNodes(
                        200,
                        EpochNodeStatus.newBuilder()
                                .setNode("shard-200")
                                .setState("failed")
                                .setMessage("disk full"))
                .build();
        assertThat(news.since(failed)).startsWith("  shard-200 failed BACKFILL: disk full");
        assertThat(news.since(many(400, 0)))
                .containsExactly("  BACKFILL: 400 of 400 nodes done, 0 working, 0 waiting (100 %)");
    }

    private static EpochStatus many(int done, int working) {
        EpochStatus.Builder epoch = backfilling(0).toBuilder().clearNodes().clearWaitsFor();
        for (int i = 0; i < 400; i++) {
            epoch.addNodes(EpochNodeStatus.newBuilder()
                    .setNode("shard-" + i)
                    .setState(i < done ? "done" : i < done + working ? "working" : "waiting"));
        }
        return epoch.build();
    }

    @Test
    void progressHasRowsRateAndTimeLeft() {
        EpochNodeStatus node = EpochNodeStatus.newBuilder()
                .setRowsDone(50_000)
                .setRowsTotal(200_000)
                .setRowsPerSecond(12_000)
                .setEtaMillis(12_500)
                .build();

        assertThat(EpochText.progress(node)).isEqualTo("50,000 of 200,000 rows (25 %), 12,000/s, 12.5 s left");
        assertThat(EpochText.progress(EpochNodeStatus.getDefaultInstance())).isEmpty();
    }
}
