package dev.lockstep.agent.engine.postgres;

import java.util.List;

/**
 * An index as a planner sees it.
 *
 * @param columns key columns in order; an empty name stands for an expression
 * @param plain neither partial nor deferred, so that it can serve as a key
 * @param constraint the constraint that it stands behind; empty for none
 * @param users what else needs it or its constraint (foreign keys, views that group by it, the replica identity), in words
 * @param definition the statement that makes it
 */
record IndexFacts(
        String name,
        boolean unique,
        boolean primary,
        boolean valid,
        boolean plain,
        String constraint,
        List<String> columns,
        List<String> users,
        String definition) {

    /** One of the users, as the query of facts says it. */
    static final String REPLICA_IDENTITY = "the replica identity of its table";

    /** How the others begin that are foreign keys. */
    static final String FOREIGN_KEY = "the foreign key ";

    IndexFacts {
        columns = List.copyOf(columns);
        users = List.copyOf(users);
    }

    IndexFacts named(String other) {
        return new IndexFacts(
                other, unique, primary, valid, plain, constraint.isEmpty() ? "" : other, columns, users, definition);
    }

    boolean isReplicaIdentity() {
        return users.contains(REPLICA_IDENTITY);
    }

    /** Whether it has every row; one that is partial shows that in its definition. */
    boolean whole() {
        return !definition.contains(" WHERE ");
    }

    /** Whether every row has a different, complete key in it. */
    boolean isKeyOf(TableFacts table) {
        return unique
                && valid
                && plain
                && columns.stream().allMatch(name -> {
                    ColumnFacts column = table.columns().get(name);
                    return column != null && column.notNull() && !column.fresh();
                });
    }
}
