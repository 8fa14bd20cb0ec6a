package dev.lockstep.agent.engine.postgres;

import java.util.List;

/**
 * A foreign key that refers to a table, seen from there.
 *
 * @param table whose rows refer
 * @param constraint its name
 * @param columns of that table
 * @param referenced columns of the table that it refers to, in the same order
 * @param definition as the server writes it
 * @param index the unique one by which it finds the rows that it refers to
 * @param comment empty for none
 */
record Referrer(
        TableName table,
        String constraint,
        List<String> columns,
        List<String> referenced,
        String definition,
        String index,
        String comment) {

    Referrer {
        columns = List.copyOf(columns);
        referenced = List.copyOf(referenced);
    }

    boolean isProved() {
        return !definition.endsWith(" NOT VALID") && !definition.endsWith(" NOT ENFORCED");
    }
}
