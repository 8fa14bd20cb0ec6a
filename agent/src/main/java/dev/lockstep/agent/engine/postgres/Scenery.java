package dev.lockstep.agent.engine.postgres;

import java.util.List;

/**
 * What a step needs beside its table on the stage of a rehearsal: a copy of another table, or an index that copies leave behind.
 *
 * @param other the table that the copy stands for
 * @param sql makes it; may run again
 */
record Scenery(TableName other, List<String> sql) {

    Scenery {
        sql = List.copyOf(sql);
    }

    /** Whether it does nothing where it has run already, and nobody has taken away what it makes. */
    boolean doesNothingAgain() {
        return sql.stream().allMatch(one -> one.matches("(?s)CREATE (TABLE|INDEX|UNIQUE INDEX) IF NOT EXISTS .*"));
    }
}
