package dev.lockstep.agent.engine.postgres;

import dev.lockstep.fingerprint.Catalog;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a rehearsal has seen of its copies so far. What is seen of one table takes the place of what was known of it, and leaves the rest. Not thread-safe. */
final class StagedCatalog {
    private final TreeMap<String, String> schema;
    private final TreeMap<String, String> own;

    StagedCatalog(Catalog seen) {
        schema = new TreeMap<>(seen.schema());
        own = new TreeMap<>(seen.own());
    }

    /** All of it. */
    Catalog all() {
        return new Catalog(schema, own);
    }

    /** The table and what is in it. */
    Catalog of(TableName table) {
        return new Catalog(of(schema, table), of(own, table));
    }

    /**
     * Replaces what is known of a table.
     *
     * @param seen the table and what is in it, and nothing else
     */
    void put(TableName table, Catalog seen) {
        put(schema, table, seen.schema());
        put(own, table, seen.own());
    }

    private static void put(TreeMap<String, String> all, TableName table, SortedMap<String, String> seen) {
        all.remove(table.path());
        below(all, table).clear();
        all.putAll(seen);
    }

    private static TreeMap<String, String> of(TreeMap<String, String> all, TableName table) {
        TreeMap<String, String> found = new TreeMap<>(below(all, table));
        String itself = all.get(table.path());
        if (itself != null) {
            found.put(table.path(), itself);
        }
        return found;
    }

    /** The character after the slash ends what begins with the table's path and a slash. */
    private static SortedMap<String, String> below(TreeMap<String, String> all, TableName table) {
        return all.subMap(table.path() + "/", table.path() + "0");
    }
}
