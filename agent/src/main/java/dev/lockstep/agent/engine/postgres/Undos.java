package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Undo;
import java.util.List;

/** Ways back. */
final class Undos {
    private Undos() {}

    static Undo transactional(String... sql) {
        return Undo.newBuilder().addAllSql(List.of(sql)).setTransactional(true).build();
    }

    static Undo autonomous(List<String> sql) {
        return Undo.newBuilder().addAllSql(sql).build();
    }

    static Undo losing(Undo undo, String what) {
        return undo.toBuilder().setLoses(what).build();
    }

    /** What earlier steps made goes with it. */
    static Undo takingAlong(Undo undo, List<String> paths) {
        return undo.toBuilder().addAllTakesAlong(paths).build();
    }

    static Undo irreversible(String reason) {
        return Undo.newBuilder().setIrreversible(reason).build();
    }
}
