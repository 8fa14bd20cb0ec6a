package dev.lockstep.agent.engine.postgres;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import java.nio.charset.StandardCharsets;

/**
 * Names of what Lockstep makes beside the schema. They begin with {@link #PREFIX}, which is how the catalog tells them apart, end with a hash of what they
 * are for, so that no two are equal, and never have more than {@link #MAX_BYTES}.
 */
final class HelperNames {

    static final String PREFIX = "lockstep_";
    static final int MAX_BYTES = 63;

    /** Sorts behind letters and digits; triggers run in the order of their names. */
    private static final String LAST = "~";

    private HelperNames() {}

    /** The trigger that fills a column for writers that leave it NULL, and its function. */
    static String fill(TableName table, String column) {
        return unique("fill", table, column);
    }

    /** A key of a table's copy, in a rehearsal. */
    static String keyOnStage(TableName table, String columns) {
        return unique("key", table, columns).replace("\0", "_");
    }

    /** The function that keeps two columns in step, and the beginning of its triggers' names. */
    static String sync(TableName table, String column) {
        return unique("sync", table, column);
    }

    /**
     * A trigger that runs after all others of its kind, whose names come before it: it must see the row as they leave it.
     *
     * @param event such as {@code insert}
     */
    static String lastTrigger(TableName table, String column, String event) {
        return LAST + unique("sync_" + event, table, column, MAX_BYTES - LAST.length());
    }

    /** The check constraint that two columns hold the same. */
    static String same(TableName table, String column) {
        return unique("same", table, column);
    }

    /** The column that gets a new type beside the old one, when it has no name of its own until CONTRACT. */
    static String column(TableName table, String column) {
        return unique("type", table, column);
    }

    /**
     * The check that proves which rows a table has before a partition is attached.
     *
     * @param coming whose bounds they are outside of; empty for its own
     */
    static String bound(TableName table, String coming) {
        return unique("bound", table, coming);
    }

    /**
     * The check that proves that no row of a table refers to a partition before that one leaves.
     *
     * @param foreignKey by which they could
     */
    static String departure(TableName table, String foreignKey, TableName partition) {
        return unique("leaving", table, foreignKey + "\0" + partition.shown()).replace("\0", "_");
    }

    /** A check that another column has like the original. */
    static String check(TableName table, String original) {
        return unique("check", table, original);
    }

    /** A foreign key that another column has like the original. */
    static String foreignKey(TableName table, String original) {
        return unique("key", table, original);
    }

    /** The sequence of a column that takes the place of another one. */
    static String sequence(TableName table, String column) {
        return unique("sequence", table, column);
    }

    /** An index that another column has like the original. */
    static String index(TableName table, String original) {
        return unique("index", table, original);
    }

    /** A version's view, in a rehearsal. */
    static String view(TableName view) {
        return unique("view", view, "shown");
    }

    /** The check constraint that proves a column to be free of NULL. */
    static String notNullProof(TableName table, String column) {
        return unique("not_null", table, column);
    }

    /** The name that the server itself would give, cut where it is too long; it stays for good, so it is not one of ours. */
    static String notNull(TableName table, String column) {
        String whole = table.name() + "_" + column + "_not_null";
        return bytes(whole) <= MAX_BYTES ? whole : cut(whole, MAX_BYTES - 9) + "_" + hash(whole);
    }

    static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String unique(String purpose, TableName table, String column) {
        return unique(purpose, table, column, MAX_BYTES);
    }

    private static String unique(String purpose, TableName table, String column, int mostBytes) {
        String hash = hash(purpose + "\0" + table.schema() + "\0" + table.name() + "\0" + column);
        String readable = PREFIX + purpose + "_" + table.name() + "_" + column;
        return cut(readable, mostBytes - 9) + "_" + hash;
    }

    private static String hash(String text) {
        return Hashing.hex(Hashing.hash(Domain.CATALOG_OBJECT, ByteString.copyFromUtf8(text)))
                .substring(0, 8);
    }

    /** The longest beginning that fits, never half of a character. */
    static String cut(String text, int maxBytes) {
        StringBuilder kept = new StringBuilder();
        int used = 0;
        for (int codePoint : text.codePoints().toArray()) {
            String character = Character.toString(codePoint);
            used += bytes(character);
            if (used > maxBytes) {
                break;
            }
            kept.append(character);
        }
        return kept.toString();
    }
}
