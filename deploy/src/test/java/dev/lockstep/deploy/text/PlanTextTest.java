package dev.lockstep.deploy.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Check;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.NodePlan;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.PlanEstimate;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.StepEstimate;
import dev.lockstep.v1.Undo;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTextTest {

    private static NodePlan node(String name, Engine engine, String versionClass, long rows) {
        return NodePlan.newBuilder()
                .setNode(name)
                .setPlan(Plan.newBuilder()
                        .setNode(name)
                        .setEngine(engine)
                        .setVersionClass(versionClass)
                        .addSteps(Step.newBuilder()
                                .setNumber(1)
                                .setPhase(Phase.EXPAND)
                                .setOperation("add_column orders.region")
                                .setSummary("add column region text to orders")
                                .setStatement(Statement.newBuilder()
                                        .addSql("ALTER TABLE orders\n  ADD COLUMN region text")
                                        .setTransactional(true)
                                        .setLockTimeoutMillis(500))
                                .setLock("ACCESS EXCLUSIVE")
                                .setUndo(Undo.newBuilder().addSql("ALTER TABLE orders DROP COLUMN region")))
                        .addSteps(Step.newBuilder()
                                .setNumber(2)
                                .setPhase(Phase.BACKFILL)
                                .setSummary("fill region")
                                .setBackfill(Backfill.newBuilder()
                                        .setTable("orders")
                                        .addKeyColumns("id")
                                        .setColumn("region")
                                        .setValue("'eu'")
                                        .setCondition("region IS NULL")
                                        .setBatchTargetMillis(200)))
                        .addSteps(Step.newBuilder()
                                .setNumber(3)
                                .setPhase(Phase.VALIDATE)
                                .setSummary("prove it")
                                .setCheck(Check.newBuilder()
                                        .setQuery("SELECT id FROM orders WHERE region IS NULL LIMIT 5")
                                        .setExpectation("no row of orders has region NULL")))
                        .addSteps(Step.newBuilder()
                                .setNumber(4)
                                .setPhase(Phase.CONTRACT)
                                .setSummary("drop the trigger")
                                .setStatement(Statement.newBuilder().addSql("DROP TRIGGER t ON orders"))
                                .setUndo(Undo.newBuilder().setIrreversible("CONTRACT has no way back"))
                                .setReason("old writers are gone before their trigger goes")))
                .setEstimate(PlanEstimate.newBuilder()
                        .addSteps(StepEstimate.newBuilder()
                                .setStep(2)
                                .setRows(rows)
                                .setBytes(35_200_000)
                                .setMillis(12_000)
                                .setLogBytes(70_400_000)
                                .setLockMillis(200)
                                .setMeasured(true)))
                .build();
    }

    @Test
    void nodesThatWouldRunTheSameAreShownOnce() {
        NodePlan third = node("shard-3", Engine.POSTGRES, "postgres 17", 10).toBuilder()
                .addFindings(Finding.newBuilder()
                        .setSeverity(Severity.NOTE)
                        .setCode("long-transaction")
                        .setMessage("a transaction is open for 2 h")
                        .addSamples("pid 17"))
                .build();
        List<String> lines = PlanText.of(List.of(
                node("shard-1", Engine.POSTGRES, "postgres 16", 200_000),
                node("shard-2", Engine.POSTGRES, "postgres 16", 210_000),
                third,
                NodePlan.newBuilder()
                        .setNode("shard-4")
                        .setError("its agent is away")
                        .build()));

        assertThat(String.join("\n", lines)).startsWith("""
                        postgres 16: shard-1, shard-2
                          EXPAND
                            1. add column region text to orders  (add_column orders.region)
                                 ALTER TABLE orders
                                   ADD COLUMN region text
                                 waits: at most 500 ms for a lock, then again
                                 lock: ACCESS EXCLUSIVE
                                 undo: ALTER TABLE orders DROP COLUMN region
                          BACKFILL
                            2. fill region
                                 UPDATE orders SET region = 'eu' WHERE region IS NULL
                                 batches: by id, of about 200 ms
                                 estimate: 210,000 rows, 35.2 MB, 12.0 s, 70.4 MB of log, lock 200 ms on the largest node, as fast as before
                          VALIDATE
                            3. prove it
                                 SELECT id FROM orders WHERE region IS NULL LIMIT 5
                                 expects: no row of orders has region NULL
                          CONTRACT
                            4. drop the trigger
                                 DROP TRIGGER t ON orders
                                 commits: each statement by itself
                                 undo: none: CONTRACT has no way back
                                 order: old writers are gone before their trigger goes

                        postgres 17: shard-3
                        """).endsWith("""
                        shard-3: note [long-transaction] a transaction is open for 2 h
                            for example: pid 17
                        shard-4: no plan: its agent is away""");
    }
}
