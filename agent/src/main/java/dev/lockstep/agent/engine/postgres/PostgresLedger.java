package dev.lockstep.agent.engine.postgres;

import java.util.ArrayList;
import java.util.List;

/** The ledger's tables (rule N6). */
final class PostgresLedger {

    private static final List<String> TABLES = List.of("""
            node (
              id smallint PRIMARY KEY CHECK (id = 1),
              fleet varchar(200) NOT NULL,
              name varchar(200) NOT NULL,
              database_identity varchar(400) NOT NULL,
              adoption_id varchar(64) NOT NULL,
              incarnation bigint NOT NULL,
              position_number bigint NOT NULL,
              position_hash varchar(64) NOT NULL,
              adopted_at timestamptz NOT NULL DEFAULT now()
            )""", """
            epoch (
              epoch bigint PRIMARY KEY,
              mandate bigint NOT NULL,
              incarnation bigint NOT NULL,
              mandate_hash varchar(64) NOT NULL,
              change_bytes bytea NOT NULL,
              change_hash varchar(64) NOT NULL,
              outcome_bytes bytea,
              state varchar(32) NOT NULL
            )""", """
            log (
              number bigint PRIMARY KEY,
              epoch bigint NOT NULL,
              mandate bigint NOT NULL,
              incarnation bigint NOT NULL,
              kind varchar(32) NOT NULL,
              phase varchar(32) NOT NULL,
              step int NOT NULL,
              detail text NOT NULL,
              logged_at timestamptz NOT NULL DEFAULT now(),
              previous_hash varchar(64) NOT NULL,
              hash varchar(64) NOT NULL
            )""", """
            plan (
              epoch bigint PRIMARY KEY,
              plan_bytes bytea NOT NULL,
              plan_hash varchar(64) NOT NULL
            )""", """
            backfill (
              epoch bigint NOT NULL,
              step int NOT NULL,
              range_number int NOT NULL,
              position_text text,
              rows_done bigint NOT NULL,
              finished boolean NOT NULL,
              PRIMARY KEY (epoch, step, range_number)
            )""", """
            observation (
              number bigint PRIMARY KEY,
              epoch bigint NOT NULL,
              step int NOT NULL,
              before_bytes bytea NOT NULL,
              changed_bytes bytea NOT NULL,
              ended boolean NOT NULL
            )""", """
            directive (
              number bigint PRIMARY KEY,
              epoch bigint NOT NULL,
              hash varchar(64) NOT NULL,
              envelope_bytes bytea NOT NULL
            )""");

    private PostgresLedger() {}

    /** CREATE SCHEMA asks for a privilege on the database even where the schema is there, so it is asked for only where it is not. */
    static List<String> definition(String ledgerSchema) {
        String schema = Quoting.identifier(ledgerSchema);
        List<String> statements = new ArrayList<>();
        statements.add(
                "DO $lockstep$ BEGIN IF to_regnamespace(%s) IS NULL THEN CREATE SCHEMA %s; END IF; END $lockstep$"
                        .formatted(Quoting.literal(schema), schema));
        for (String table : TABLES) {
            statements.add("CREATE TABLE IF NOT EXISTS " + schema + "." + table);
        }
        return statements;
    }
}
