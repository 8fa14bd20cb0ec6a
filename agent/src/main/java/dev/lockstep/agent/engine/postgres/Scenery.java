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
}
