package dev.lockstep.agent.engine.postgres;

/**
 * Where a planner's statements will run: on the live tables, or in a rehearsal on empty temporary copies with the same names. Planners write the same
 * statements for both, so that what was rehearsed is what will run.
 *
 * @param rehearsal whether it is the rehearsal
 * @param ledgerSchema where Lockstep's trigger functions live
 * @param versioned whether each version of the application has views of its own, which give columns and tables the names that it knows
 */
record PlanTarget(boolean rehearsal, String ledgerSchema, boolean versioned) {

    PlanTarget(boolean rehearsal, String ledgerSchema) {
        this(rehearsal, ledgerSchema, false);
    }

    /** The table, quoted and with its schema. */
    String table(TableName name) {
        return rehearsal ? "pg_temp." + Quoting.identifier(name.name()) : name.sql();
    }

    /** A version's view. On the stage it cannot have the name of the table's copy, which stands in the same schema. */
    String view(TableName view) {
        return rehearsal ? "pg_temp." + Quoting.identifier(HelperNames.view(view)) : view.sql();
    }

    /** {@code CONCURRENTLY} with a space before it, where it is allowed: a rehearsal is one transaction. */
    String concurrently() {
        return rehearsal ? "" : " CONCURRENTLY";
    }

    /** One of Lockstep's functions, quoted and with its schema. */
    String helper(String name) {
        return Quoting.identifier(ledgerSchema) + "." + Quoting.identifier(name);
    }
}
