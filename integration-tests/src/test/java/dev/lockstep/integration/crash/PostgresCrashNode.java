package dev.lockstep.integration.crash;

import dev.lockstep.agent.engine.postgres.PostgresEngine;
import dev.lockstep.deploy.servers.DatabaseServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL database whose event triggers write down what was created, changed and dropped, in the transaction that did it. */
final class PostgresCrashNode extends CrashNode {
    private static final String TABLES = """
            DROP SCHEMA IF EXISTS shop_v1, shop_v2 CASCADE;
            DROP SCHEMA public CASCADE;
            CREATE SCHEMA public;
            CREATE TABLE public.things (id bigint PRIMARY KEY, country varchar(2) NOT NULL, old int);
            CREATE INDEX things_old_idx ON public.things (old);
            INSERT INTO public.things VALUES (1, 'DE', 1), (2, 'US', 2), (3, 'FR', 3), (4, 'JP', 4), (5, 'DE', 5);
            CREATE TABLE public.counter (n int NOT NULL);
            INSERT INTO public.counter VALUES (0);
            CREATE TABLE public.leftover (id bigint PRIMARY KEY, thing bigint REFERENCES public.things);
            ALTER TABLE public.things ADD CONSTRAINT things_id_key UNIQUE (id);
            CREATE TABLE public.touches (id bigint NOT NULL);
            CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN INSERT INTO public.touches VALUES (OLD.id); RETURN NULL; END $$;
            CREATE TRIGGER touch AFTER UPDATE ON public.things FOR EACH ROW EXECUTE FUNCTION public.touch();
            """;

    private static final String EMPTY_LEDGER = """
            DO $$ DECLARE helper text; BEGIN
              FOR helper IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'lockstep'::regnamespace LOOP
                EXECUTE 'DROP FUNCTION ' || helper;
              END LOOP;
            END $$;
            DELETE FROM lockstep.backfill;
            DELETE FROM lockstep.directive;
            DELETE FROM lockstep.plan;
            DELETE FROM lockstep.log;
            DELETE FROM lockstep.epoch;
            DELETE FROM lockstep.node""";

    private static final String FORGET = "DELETE FROM witness.effects";

    PostgresCrashNode(DatabaseServer server, String database) throws SQLException {
        super(server, database, "lockstep", new PostgresEngine());
        run(PostgresWitness.DEFINITION);
    }

    @Override
    void setBack(StepKind kind) throws SQLException {
        List<String> script = new ArrayList<>(List.of(TABLES));
        if (kind.startsOnEmptyLedger()) {
            script.add("DROP SCHEMA IF EXISTS lockstep CASCADE");
        } else if (column("SELECT to_regclass('lockstep.directive')").contains(null)) {
            script.addAll(engine().ledgerDefinition(ledgerSchema()));
        } else {
            script.add(EMPTY_LEDGER);
        }
        script.add(FORGET);
        run(String.join(";\n", script));
    }

    @Override
    void forgetEffects() throws SQLException {
        run(FORGET);
    }

    @Override
    List<String> effects() throws SQLException {
        return column("""
                SELECT what FROM (
                  SELECT number, what FROM witness.effects
                  UNION ALL SELECT 0, 'UPDATE row ' || id FROM public.touches
                  UNION ALL SELECT 0, 'COUNT ' FROM public.counter, generate_series(1, n)
                ) effects ORDER BY number, what""");
    }

    @Override
    int sessions() throws SQLException {
        return column("""
                SELECT pid FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'""").size();
    }
}
