package dev.lockstep.agent.engine.postgres;

import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The locks of steps, as PostgreSQL spells them; the strongest on each table. */
final class Locks {
    private Locks() {}

    /** Blocks everybody, readers included. */
    static String accessExclusive(TableName table) {
        return "ACCESS EXCLUSIVE on " + table.shown();
    }

    /** Blocks writers. */
    static String shareRowExclusive(TableName table) {
        return "SHARE ROW EXCLUSIVE on " + table.shown();
    }

    /** Blocks writers, and not others that ask for the same. */
    static String share(TableName table) {
        return "SHARE on " + table.shown();
    }

    /** Blocks neither readers nor writers, only other changes of the schema, and VACUUM. */
    static String shareUpdateExclusive(TableName table) {
        return "SHARE UPDATE EXCLUSIVE on " + table.shown();
    }

    /** Blocks nobody but who wants the table alone. */
    static String rowShare(TableName table) {
        return "ROW SHARE on " + table.shown();
    }

    /** Blocks nobody but who wants the table alone, as reading does. */
    static String accessShare(TableName table) {
        return "ACCESS SHARE on " + table.shown();
    }

    /** The same lock on a table and on each of its partitions. */
    static String withPartitions(TableFacts table, Function<TableName, String> lock) {
        return Stream.concat(Stream.of(table.name()), table.traits().partitioning().tables().stream())
                .map(lock)
                .collect(Collectors.joining(", "));
    }

    /** A lock on a table, on each of its partitions too; none stays none. */
    static String withPartitions(TableFacts table, String lock) {
        return lock.isEmpty()
                ? ""
                : withPartitions(table, one -> lock.substring(0, lock.indexOf(" on ")) + " on " + one.shown());
    }

    /** Those of two tables; one lock when it is the same table. */
    static String both(String one, String other) {
        return one.equals(other) ? one : one + ", " + other;
    }
}
