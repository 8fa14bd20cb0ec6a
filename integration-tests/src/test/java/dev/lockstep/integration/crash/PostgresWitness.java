package dev.lockstep.integration.crash;

/** Event triggers that write down what was created, changed and dropped, in the transaction that did it: what does not last leaves no trace. */
public final class PostgresWitness {
    /** Makes the schema {@code witness} with a table {@code effects (number, what)}. */
    public static final String DEFINITION = """
            CREATE SCHEMA witness;
            CREATE TABLE witness.effects (number bigserial PRIMARY KEY, what text NOT NULL);
            CREATE FUNCTION witness.changed() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
              INSERT INTO witness.effects (what)
              SELECT concat(command_tag, ' ', object_identity) FROM pg_event_trigger_ddl_commands()
              WHERE schema_name IS DISTINCT FROM 'pg_temp';
            END $$;
            CREATE FUNCTION witness.dropped() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
              INSERT INTO witness.effects (what)
              SELECT concat('DROP ', object_type, ' ', object_identity) FROM pg_event_trigger_dropped_objects()
              WHERE (original OR normal) AND NOT is_temporary;
            END $$;
            CREATE EVENT TRIGGER changed ON ddl_command_end EXECUTE FUNCTION witness.changed();
            CREATE EVENT TRIGGER dropped ON sql_drop EXECUTE FUNCTION witness.dropped();
            """;

    private PostgresWitness() {}
}
