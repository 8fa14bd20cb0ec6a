package dev.lockstep.agent.engine.mysql;

import java.util.List;

/**
 * A foreign key.
 *
 * @param name its name
 * @param table the table that refers, with its schema where that is another one
 * @param columns the columns that refer
 * @param target the table referred to
 * @param targetColumns its columns
 */
record ForeignKeyFacts(String name, String table, List<String> columns, String target, List<String> targetColumns) {
    ForeignKeyFacts {
        columns = List.copyOf(columns);
        targetColumns = List.copyOf(targetColumns);
    }
}
