package dev.lockstep.agent.engine.postgres.explain.statement;

/**
 * One command of an ALTER TABLE.
 *
 * @param pass the server carries commands out in this order, whatever order they are written in
 * @param mode what it needs on the table
 * @param relations what it can be used on
 */
record TableCommand(Pass pass, LockMode mode, Use relations, Work check, Work work) {

    TableCommand(Pass pass, LockMode mode, Use relations, Work work) {
        this(pass, mode, relations, run -> {}, work);
    }

    /** The server's order of commands. */
    enum Pass {
        DROP,
        CHANGE_TYPE,
        ADD_COLUMN,
        COMPUTE,
        ADD_CONSTRAINT,
        CHANGE_COLUMN,
        ADD_INDEX,
        ADD_FOREIGN_KEY,
        OTHER
    }

    /** What a command can be used on. */
    enum Use {
        TABLES,
        TABLES_AND_VIEWS,
        TABLES_AND_INDEXES,
        TABLES_AND_SEQUENCES,
        FOREIGN_TABLES,
        ANYTHING
    }

    /** What a command does. */
    @FunctionalInterface
    interface Work {
        void on(TableRun run);
    }

    /** What the server looks at before any command of the statement has done anything. */
    TableCommand checkingFirst(Work first) {
        return new TableCommand(pass, mode, relations, first, work);
    }

    static TableCommand of(Pass pass, LockMode mode, Work work) {
        return new TableCommand(pass, mode, Use.TABLES, work);
    }

    static TableCommand exclusive(Pass pass, Work work) {
        return of(pass, LockMode.ACCESS_EXCLUSIVE, work);
    }
}
