package dev.lockstep.agent.engine.mysql;

import java.util.List;

/** The ledger's tables, in a database of their own. */
final class LedgerDefinition {
    private LedgerDefinition() {}

    static List<String> statements(String schema) {
        return List.of(
                "CREATE DATABASE IF NOT EXISTS " + Sql.name(schema) + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
                table(schema, "node", """
                        id smallint NOT NULL,
                        fleet varchar(200) NOT NULL,
                        name varchar(200) NOT NULL,
                        database_identity varchar(400) NOT NULL,
                        adoption_id varchar(64) NOT NULL,
                        incarnation bigint NOT NULL,
                        position_number bigint NOT NULL,
                        position_hash varchar(64) NOT NULL,
                        adopted_at timestamp(6) NOT NULL,
                        PRIMARY KEY (id),
                        CONSTRAINT node_is_one CHECK (id = 1)"""),
                table(schema, "epoch", """
                        epoch bigint NOT NULL,
                        mandate bigint NOT NULL,
                        incarnation bigint NOT NULL,
                        mandate_hash varchar(64) NOT NULL,
                        change_bytes longblob NOT NULL,
                        change_hash varchar(64) NOT NULL,
                        outcome_bytes longblob NULL,
                        state varchar(32) NOT NULL,
                        PRIMARY KEY (epoch)"""),
                table(schema, "log", """
                        number bigint NOT NULL,
                        epoch bigint NOT NULL,
                        mandate bigint NOT NULL,
                        incarnation bigint NOT NULL,
                        kind varchar(32) NOT NULL,
                        phase varchar(32) NOT NULL,
                        step int NOT NULL,
                        detail text NOT NULL,
                        logged_at timestamp(6) NOT NULL DEFAULT current_timestamp(6),
                        previous_hash varchar(64) NOT NULL,
                        hash varchar(64) NOT NULL,
                        PRIMARY KEY (number)"""),
                table(schema, "plan", """
                        epoch bigint NOT NULL,
                        plan_bytes longblob NOT NULL,
                        plan_hash varchar(64) NOT NULL,
                        PRIMARY KEY (epoch)"""),
                table(schema, "backfill", """
                        epoch bigint NOT NULL,
                        step int NOT NULL,
                        range_number int NOT NULL,
                        position_text text NULL,
                        rows_done bigint NOT NULL,
                        finished boolean NOT NULL,
                        PRIMARY KEY (epoch, step, range_number)"""),
                table(schema, "observation", """
                        number bigint NOT NULL,
                        epoch bigint NOT NULL,
                        step int NOT NULL,
                        before_bytes longblob NOT NULL,
                        changed_bytes longblob NOT NULL,
                        ended boolean NOT NULL,
                        PRIMARY KEY (number)"""),
                table(schema, "directive", """
                        number bigint NOT NULL,
                        epoch bigint NOT NULL,
                        hash varchar(64) NOT NULL,
                        envelope_bytes longblob NOT NULL,
                        PRIMARY KEY (number)"""));
    }

    private static String table(String schema, String table, String body) {
        return "CREATE TABLE IF NOT EXISTS " + Sql.name(schema, table) + " (\n" + body.indent(2)
                + ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
    }
}
