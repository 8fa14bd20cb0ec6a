package dev.lockstep.agent.execute;

import com.google.protobuf.ByteString;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Check;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.Undo;

/** Steps of plans for tests. */
final class Steps {
    private Steps() {}

    /** Makes an object, in one transaction with the ledger. */
    static Step transactional(int number, Phase phase, String path) {
        return creating(number, phase, path)
                .setStatement(Statement.newBuilder().setTransactional(true).addSql("make " + path + "=text"))
                .setUndo(Undo.newBuilder().addSql("drop " + path).setTransactional(true))
                .build();
    }

    /** Builds an object by itself; a broken try leaves an invalid one. */
    static Step alone(int number, Phase phase, String path) {
        return creating(number, phase, path)
                .setStatement(
                        Statement.newBuilder().addSql("build " + path + "=text").addCleanup("drop " + path))
                .setUndo(Undo.newBuilder().addSql("drop " + path))
                .build();
    }

    /** A raw step that would show if it ran twice. */
    static Step raw(int number, Phase phase, String path) {
        return Step.newBuilder()
                .setNumber(number)
                .setPhase(phase)
                .setSummary("raw " + path)
                .setStatement(Statement.newBuilder().addSql("add " + path).setDoneWhen("exists " + path))
                .setUndo(Undo.newBuilder().addSql("drop " + path))
                .build();
    }

    static Step backfill(int number) {
        return Step.newBuilder()
                .setNumber(number)
                .setPhase(Phase.BACKFILL)
                .setSummary("fill region")
                .setBackfill(Backfill.newBuilder()
                        .setTable("orders")
                        .addKeyColumns("id")
                        .setColumn("region")
                        .setCondition("region IS NULL")
                        .setBatchTargetMillis(100))
                .build();
    }

    static Step check(int number, Phase phase, String query) {
        return Step.newBuilder()
                .setNumber(number)
                .setPhase(phase)
                .setSummary("check")
                .setCheck(Check.newBuilder().setQuery(query).setExpectation("nothing is there"))
                .build();
    }

    static Step.Builder creating(int number, Phase phase, String path) {
        return Step.newBuilder()
                .setNumber(number)
                .setPhase(phase)
                .setSummary("make " + path)
                .addEffects(ObjectChange.newBuilder()
                        .setPath(path)
                        .setBefore(ByteString.EMPTY)
                        .setAfter(Catalog.hash(path, "text")));
    }
}
