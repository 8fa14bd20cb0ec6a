package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Phase;

/** The step that sets NOT NULL, in CONTRACT. */
final class NotNullStep {
    private final MySqlServer server;
    private final RecipeDraft draft;
    private final TableFacts table;
    private final Naming naming;

    NotNullStep(MySqlServer server, RecipeDraft draft, TableFacts table, Naming naming) {
        this.server = server;
        this.draft = draft;
        this.table = table;
        this.naming = naming;
    }

    /**
     * Adds the step.
     *
     * @param column name of the column
     * @param type its type
     * @param definition its whole definition, with NOT NULL
     */
    void add(String column, String type, String definition) {
        OnlineDdl online = new OnlineDdl(server);
        String how = online.rebuild();
        if (server.isMariaDb() && type.startsWith("timestamp")) {
            expectCopyable(column);
            how = online.copy();
        }
        draft.statement(
                Phase.CONTRACT,
                "set " + table.name() + "." + column + " NOT NULL",
                "ALTER TABLE " + naming.table(table.name()) + " MODIFY COLUMN " + definition + ", " + how,
                "exclusive metadata lock on " + table.name() + " at begin and end, short; none in between",
                draft.irreversible("after CONTRACT there is no way back"),
                "NOT NULL waits until no old writer is left: INSERT ... SELECT and LOAD DATA of one would not pass it.",
                Cost.REBUILD);
    }

    /** MariaDB sets a TIMESTAMP NOT NULL only by a copy, which is online from 11.2 on, and not for tables with foreign keys. */
    private void expectCopyable(String column) {
        boolean foreignKeys = !table.referring().isEmpty() || !table.referred().isEmpty();
        if (!server.atLeast(11, 2, 0) || foreignKeys) {
            draft.refuse(
                    "no-online-way",
                    "expected a type that MariaDB " + server.version() + " sets NOT NULL online"
                            + (foreignKeys ? " in a table with foreign keys" : "") + ", found timestamp for " + column
                            + "; use a datetime(6), or leave it nullable");
        } else {
            draft.note(
                    "table-is-copied",
                    "MariaDB copies " + table.name() + " to set " + column
                            + " NOT NULL, because it is a timestamp; others read and write meanwhile, and free disk "
                            + "space for the copy is needed");
        }
    }
}
