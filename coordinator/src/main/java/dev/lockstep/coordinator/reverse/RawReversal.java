package dev.lockstep.coordinator.reverse;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RawSql;
import dev.lockstep.v1.RawStatement;
import java.util.ArrayList;
import java.util.List;

/** A raw step whose undo is known, the other way round. */
final class RawReversal {
    private RawReversal() {}

    static Draft of(RawSql sql) {
        List<String> statements = new ArrayList<>();
        boolean allKnown = add("postgres", sql.hasPostgres(), sql.getPostgres(), statements)
                & add("mysql", sql.hasMysql(), sql.getMysql(), statements)
                & add("mariadb", sql.hasMariadb(), sql.getMariadb(), statements);
        if (!allKnown) {
            return new Draft().fillIn("a raw step of " + sql.getPhase() + " has no undo: write what takes it back");
        }
        Draft draft = new Draft()
                .remark("the undo of a raw step of " + sql.getPhase()
                        + ", which was never run; what it loses is not known")
                .line("sql:")
                .line("phase: " + phase(sql.getPhase()));
        statements.forEach(draft::line);
        return draft;
    }

    /** What was added goes last, what was removed comes back first. */
    private static String phase(Phase was) {
        return switch (was) {
            case EXPAND -> "contract";
            case CONTRACT -> "expand";
            default -> was.name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    private static boolean add(String engine, boolean given, RawStatement was, List<String> statements) {
        if (!given) {
            return true;
        }
        String probe = was.getDoneWhen().isEmpty()
                ? ""
                : ", done_when: " + Draft.quoted("SELECT NOT (" + withoutEnd(was.getDoneWhen()) + ")");
        statements.add(engine + ": {run: " + Draft.quoted(was.getUndo()) + ", undo: " + Draft.quoted(was.getRun())
                + probe + "}");
        return !was.getUndo().isEmpty();
    }

    private static String withoutEnd(String query) {
        return query.strip().replaceFirst(";$", "");
    }
}
