package dev.lockstep.agent.engine.mysql;

import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Runs the steps of a plan on empty copies of the tables in the ledger's schema, and looks what each does to the catalog. The copies are called {@code
 * lockstep_rehearsal_0001} and so on; one rehearsal at a time runs in a ledger's schema, so whatever has such a name when one begins was left by a crash.
 */
final class Rehearsal implements AutoCloseable {

    private static final String COPY = Names.OWN + "rehearsal_";
    private static final int LOCK_WAIT_SECONDS = 60;

    private final Connection connection;
    private final MySqlCatalog catalog;
    private final CatalogScope live;
    private final String workSchema;
    private final Map<String, String> copies = new LinkedHashMap<>();
    private SortedMap<String, String> before = new TreeMap<>();
    private SortedMap<String, String> after = new TreeMap<>();

    /**
     * A rehearsal that has not begun.
     *
     * @param schema the node's schema
     * @param workSchema the ledger's schema, where the copies are
     * @param tables the tables that the change names
     */
    Rehearsal(Connection connection, MySqlServer server, String schema, String workSchema, Set<String> tables) {
        this.connection = connection;
        this.catalog = new MySqlCatalog(server);
        this.live = CatalogScope.whole(schema);
        this.workSchema = workSchema;
        for (String table : new TreeSet<>(tables)) {
            copies.put(table, COPY + String.format("%04d", copies.size() + 1));
        }
    }

    /** What the rehearsal's steps call tables and triggers. */
    Naming naming() {
        return Naming.copies(workSchema, copies);
    }

    /** Takes the stage: copies of the tables that are there. */
    void begin(Set<String> existing) throws SQLException {
        if (Query.maybeText(connection, "SELECT GET_LOCK(?, " + LOCK_WAIT_SECONDS + ")", lockName())
                .filter("1"::equals)
                .isEmpty()) {
            throw new SQLException("expected to rehearse within " + LOCK_WAIT_SECONDS
                    + " s, but another session rehearses in schema " + workSchema + "; try again when it is through");
        }
        Query.execute(
                connection,
                "CREATE DATABASE IF NOT EXISTS " + Sql.name(workSchema) + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
        dropCopies();
        for (Map.Entry<String, String> copy : copies.entrySet()) {
            if (existing.contains(copy.getKey())) {
                Query.execute(
                        connection,
                        "CREATE TABLE " + Sql.name(workSchema, copy.getValue()) + " LIKE "
                                + Sql.name(live.schema(), copy.getKey()));
            }
        }
    }

    /**
     * Runs a step, named for the copies.
     *
     * @return what it changes, with the paths and definitions that the node itself will have
     */
    List<ObjectChange> run(Step step) throws SQLException {
        if (step.hasBackfill()) {
            fill(step.getBackfill());
            return List.of();
        }
        if (step.hasCheck()) {
            Query.list(connection, step.getCheck().getQuery(), List.of(), row -> row.getString(1));
            return List.of();
        }
        before = objects();
        for (String sql : step.getStatement().getSqlList()) {
            Query.execute(connection, sql);
        }
        after = objects();
        return changes(before, after);
    }

    /** What the step run last did to columns beyond making them NOT NULL; empty for nothing. */
    Optional<String> unforeseen(List<ObjectChange> effects) {
        for (ObjectChange effect : effects) {
            String was = before.getOrDefault(effect.getPath(), "");
            String is = after.getOrDefault(effect.getPath(), "");
            boolean column = effect.getPath().contains("/column:");
            if (column && !was.replaceFirst(" null", " not null").equals(is)) {
                return Optional.of(effect.getPath() + " turns from \"" + was + "\" into \"" + is + "\"");
            }
        }
        return Optional.empty();
    }

    /** Paths and definitions of the copies, as the node would have them. */
    private SortedMap<String, String> objects() throws SQLException {
        SortedMap<String, String> objects = new TreeMap<>();
        catalog.objects(connection, new CatalogScope(workSchema, new TreeSet<>(copies.values())))
                .forEach((path, definition) -> objects.put(livePath(path), liveText(definition)));
        return objects;
    }

    @Override
    public void close() throws SQLException {
        try {
            dropCopies();
        } finally {
            Query.maybeText(connection, "SELECT RELEASE_LOCK(?)", lockName());
        }
    }

    private void fill(Backfill backfill) throws SQLException {
        String copy = copies.getOrDefault(backfill.getTable(), backfill.getTable());
        Query.execute(
                connection,
                "UPDATE " + Sql.name(workSchema, copy) + " AS " + Sql.name(backfill.getTable()) + " SET "
                        + Sql.name(backfill.getColumn()) + " = (" + backfill.getValue() + ") WHERE "
                        + backfill.getCondition());
    }

    private static List<ObjectChange> changes(SortedMap<String, String> before, SortedMap<String, String> after) {
        Set<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        List<ObjectChange> changes = new ArrayList<>();
        for (String path : paths) {
            String was = before.get(path);
            String is = after.get(path);
            if (was == null || !was.equals(is)) {
                ObjectChange.Builder change = ObjectChange.newBuilder().setPath(path);
                if (was != null) {
                    change.setBefore(Catalog.hash(path, was));
                }
                if (is != null) {
                    change.setAfter(Catalog.hash(path, is));
                }
                changes.add(change.build());
            }
        }
        return changes;
    }

    private String livePath(String path) {
        for (Map.Entry<String, String> copy : copies.entrySet()) {
            String prefix = Paths.table(copy.getValue());
            if (path.equals(prefix) || path.startsWith(prefix + "/")) {
                return Paths.table(copy.getKey()) + path.substring(prefix.length());
            }
        }
        return path;
    }

    private String liveText(String definition) {
        String text = live.withoutSchema(definition);
        for (Map.Entry<String, String> copy : copies.entrySet()) {
            text = text.replace(copy.getValue(), copy.getKey());
        }
        return text;
    }

    private void dropCopies() throws SQLException {
        List<String> left = Query.list(
                connection,
                "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND LEFT(TABLE_NAME, "
                        + COPY.length() + ") = ?",
                List.of(workSchema, COPY),
                row -> row.getString(1));
        for (String table : left) {
            Query.execute(connection, "DROP TABLE IF EXISTS " + Sql.name(workSchema, table));
        }
    }

    private String lockName() {
        return Names.within(Sql.MAX_NAME_LENGTH, "lockstep-rehearsal:" + workSchema);
    }
}
