package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;

/**
 * A rule over the rows of a table that is added unproved, which needs no scan, and proved later by a scan that blocks neither readers nor writers.
 *
 * @param name of the constraint
 * @param definition what follows its name in ADD CONSTRAINT
 * @param offenders a query for keys of rows that break it
 * @param broken what is said when there are some, before "found some"
 * @param phase where it is added: old writers must keep it by then (rule G6)
 */
record Rule(TableName table, String name, String definition, String offenders, String broken, Phase phase) {

    private static final int SAMPLES = 5;

    /** Where a rule may stand: from VALIDATE where old writers keep it, else when there are none left. */
    static Phase phase(boolean writersComply) {
        return writersComply ? Phase.VALIDATE : Phase.CONTRACT;
    }

    static String reason(boolean writersComply) {
        return writersComply
                ? "a rule that old writers keep may stand before they go"
                : "a rule that old writers can break waits until there are none";
    }

    /** Keys of rows that meet a condition, for people. */
    static String sample(TableFacts table, String from, String prefix, String condition) {
        String key = table.key()
                .map(columns -> "concat_ws(', ', "
                        + String.join(
                                ", ",
                                columns.stream()
                                        .map(column -> prefix + Quoting.identifier(column))
                                        .toList())
                        + ")")
                .orElse(prefix + "ctid::text");
        return "SELECT %s FROM %s WHERE %s LIMIT %d".formatted(key, from, condition, SAMPLES);
    }
}
