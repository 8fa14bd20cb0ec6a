package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Check;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.Undo;

/** Plans in which every kind of step appears. What a change asks for is in the letters of its {@code why}. */
final class SimulatedPlanner {
    private final SimulatedDatabase database;
    private final long epoch;
    private final Plan.Builder plan = Plan.newBuilder();
    private int number;

    private SimulatedPlanner(SimulatedDatabase database, long epoch) {
        this.database = database;
        this.epoch = epoch;
    }

    static Planned plan(SimulatedDatabase database, Schema schema, Change change, ByteString changeHash, long epoch) {
        SimulatedPlanner planner = new SimulatedPlanner(database, epoch);
        ByteString bytes = planner.make(change, changeHash).toByteString();
        return Planned.newBuilder()
                .setPlan(bytes)
                .setPlanHash(Hashing.hash(Domain.PLAN, bytes))
                .build();
    }

    /** What PREFLIGHT says where something stands in the way. */
    static Planned refusal() {
        return Planned.newBuilder()
                .addFindings(Finding.newBuilder()
                        .setSeverity(Severity.REFUSE)
                        .setCode("no-room")
                        .setMessage("expected room for the change, found none"))
                .build();
    }

    private Plan make(Change change, ByteString changeHash) {
        plan.setFleet(change.getFleet())
                .setEpoch(epoch)
                .setNode(database.node())
                .setChangeHash(changeHash)
                .setEngine(database.engine())
                .setVersionClass("1");
        String wanted = change.getWhy();
        if (wanted.contains("t")) {
            creating(Phase.EXPAND, "table:new" + epoch, "new", !database.isMySql());
        }
        if (wanted.contains("i")) {
            indexBuiltByItself();
        }
        if (wanted.contains("r")) {
            raw(Phase.EXPAND);
        }
        if (wanted.contains("b")) {
            backfill();
            check();
        }
        if (wanted.contains("c")) {
            creating(Phase.VALIDATE, "constraint:c" + epoch, "valid", !database.isMySql());
        }
        if (wanted.contains("d")) {
            dropOld();
        }
        return plan.build();
    }

    private Step.Builder step(Phase phase, String summary) {
        return Step.newBuilder().setNumber(++number).setPhase(phase).setSummary(summary);
    }

    private String sql(boolean forward, String verb, Phase phase, String path, String definition) {
        return new Act(forward, verb, epoch, number, phase.name(), path, definition).sql();
    }

    private void creating(Phase phase, String path, String definition, boolean transactional) {
        Step.Builder step = step(phase, "make " + path);
        plan.addSteps(step.setStatement(Statement.newBuilder()
                        .setTransactional(transactional)
                        .addSql(sql(true, "make", phase, path, definition)))
                .setUndo(Undo.newBuilder()
                        .addSql(sql(false, "drop", phase, path, ""))
                        .setTransactional(transactional))
                .addEffects(effect(path, "", definition)));
    }

    private void indexBuiltByItself() {
        Step.Builder step = step(Phase.EXPAND, "build an index");
        String path = "index:i" + epoch;
        String drop = sql(false, "drop", Phase.EXPAND, path, "");
        plan.addSteps(step.setStatement(Statement.newBuilder()
                        .addSql(sql(true, "build", Phase.EXPAND, path, "index"))
                        .addCleanup(drop))
                .setUndo(Undo.newBuilder().addSql(drop))
                .addEffects(effect(path, "", "index")));
    }

    /** Would show if it ran twice. */
    private void raw(Phase phase) {
        Step.Builder step = step(phase, "raw");
        String path = "raw:r" + epoch;
        plan.addSteps(step.setStatement(Statement.newBuilder()
                        .setTransactional(!database.isMySql())
                        .addSql(sql(true, "add", phase, path, "once"))
                        .setDoneWhen("exists " + path + " " + epoch + " " + number))
                .setUndo(Undo.newBuilder()
                        .addSql(sql(false, "drop", phase, path, ""))
                        .setTransactional(!database.isMySql())));
    }

    private void backfill() {
        plan.addSteps(step(Phase.BACKFILL, "fill")
                .setBackfill(Backfill.newBuilder()
                        .setTable("orders")
                        .addKeyColumns("id")
                        .setColumn("region")
                        .setCondition("region IS NULL")
                        .setBatchTargetMillis(100)));
    }

    private void check() {
        plan.addSteps(step(Phase.VALIDATE, "check")
                .setCheck(Check.newBuilder().setQuery("unfilled").setExpectation("every row is filled")));
    }

    private void dropOld() {
        Step.Builder step = step(Phase.CONTRACT, "drop the old shape");
        String path = "table:old" + epoch;
        plan.addSteps(step.setStatement(Statement.newBuilder()
                        .setTransactional(!database.isMySql())
                        .addSql(sql(true, "drop", Phase.CONTRACT, path, "")))
                .setUndo(Undo.newBuilder().setIrreversible("the data is gone"))
                .addEffects(effect(path, "old", "")));
    }

    private static ObjectChange effect(String path, String before, String after) {
        return ObjectChange.newBuilder()
                .setPath(path)
                .setBefore(before.isEmpty() ? ByteString.EMPTY : Catalog.hash(path, before))
                .setAfter(after.isEmpty() ? ByteString.EMPTY : Catalog.hash(path, after))
                .build();
    }
}
