package dev.lockstep.integration.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a step really costs the tables that were there before it: their locks, scans and rewrites, against what the plan says. */
final class Cost {

    private static final String RELATIONS = """
            SELECT c.oid::text, CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname || ' ' || coalesce(pg_relation_filenode(c.oid), 0)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN (@kind@) AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'lockstep')
            """;

    private static final String LOCKS = """
            SELECT l.relation::text, l.mode FROM pg_locks l WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted
            """;

    private static final String SCANS = """
            SELECT relid::text, seq_scan FROM pg_stat_xact_user_tables WHERE seq_scan > 0
            """;

    /** From the weakest to the strongest; weaker ones stop nobody, and plans do not name them. */
    private static final List<String> MODES = List.of(
            "ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock");

    private final Connection connection;
    /** Name and data file of each table and index, by its number. */
    private final Map<String, String> before;
    /** How often each table was scanned before the step, in what the server has not counted elsewhere yet. */
    private final Map<String, String> scans = new TreeMap<>();

    /** Names of indexes. */
    private final Set<String> indexes = new TreeSet<>();

    private Cost(Connection connection, Map<String, String> before, Map<String, String> indexFiles) {
        this.connection = connection;
        this.before = new TreeMap<>(before);
        this.before.putAll(indexFiles);
        indexFiles.values().forEach(index -> indexes.add(name(index)));
    }

    static Cost before(Connection connection) throws SQLException {
        return new Cost(connection, tables(connection), indexes(connection));
    }

    private static Map<String, String> tables(Connection connection) throws SQLException {
        return relations(connection, "'r', 'p', 'v'");
    }

    private static Map<String, String> indexes(Connection connection) throws SQLException {
        return relations(connection, "'i', 'I'");
    }

    private static Map<String, String> relations(Connection connection, String kinds) throws SQLException {
        return ask(connection, RELATIONS.replace("@kind@", kinds));
    }

    /** Inside of the step's transaction, before its first statement. */
    void beginTransaction() throws SQLException {
        scans.putAll(ask(connection, SCANS));
    }

    /** Inside of the step's transaction, before it commits. */
    void isAsSaidInTransaction(Step step) throws SQLException {
        TreeMap<String, String> strongest = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(LOCKS)) {
            while (rows.next()) {
                String file = before.get(rows.getString(1));
                int strength = MODES.indexOf(rows.getString(2));
                if (file != null && strength >= 0) {
                    strongest.merge(
                            name(file),
                            rows.getString(2),
                            (one, other) -> MODES.indexOf(one) > MODES.indexOf(other) ? one : other);
                }
            }
        }
        TreeSet<String> live = new TreeSet<>();
        strongest.forEach((table, mode) -> live.add(spelled(mode) + " on " + table));
        TreeSet<String> said = new TreeSet<>(List.of(step.getLock().split(", (?=[A-Z]+ [A-Z ]*on )")));
        said.remove("");
        live.removeIf(lock -> isOnIndex(lock) && !said.contains(lock));
        assertThat(live).as("locks of %s", step.getSummary()).isEqualTo(said);
        Map<String, String> scansNow = ask(connection, SCANS);
        scansNow.keySet().retainAll(before.keySet());
        scansNow.entrySet().removeAll(scans.entrySet());
        assertThat(scansNow).as("tables scanned by %s", step.getSummary()).isEmpty();
    }

    /** Locks on indexes go with those on their tables; only a step that locks nothing else names them. */
    private boolean isOnIndex(String lock) {
        return indexes.contains(lock.substring(lock.indexOf(" on ") + 4));
    }

    /** No step writes a table anew. */
    void hasRewrittenNothing(Step step) throws SQLException {
        Map<String, String> after = tables(connection);
        after.putAll(indexes(connection));
        Map<String, String> files = new TreeMap<>(before);
        files.keySet().retainAll(after.keySet());
        after.keySet().retainAll(before.keySet());
        assertThat(after.values().stream().map(Cost::file))
                .as("data files of tables and indexes after %s", step.getSummary())
                .containsExactlyElementsOf(
                        files.values().stream().map(Cost::file).toList());
    }

    private static String name(String nameAndFile) {
        return nameAndFile.substring(0, nameAndFile.lastIndexOf(' '));
    }

    private static String file(String nameAndFile) {
        return nameAndFile.substring(nameAndFile.lastIndexOf(' ') + 1);
    }

    private static String spelled(String mode) {
        return mode.replaceAll("Lock$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toUpperCase(java.util.Locale.ROOT);
    }

    private static Map<String, String> ask(Connection connection, String query) throws SQLException {
        Map<String, String> answers = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                answers.put(rows.getString(1), rows.getString(2));
            }
        }
        return answers;
    }
}
