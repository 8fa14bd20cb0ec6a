package dev.lockstep.integration.postgres.explain;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs statements on a real server and sees what they do. */
final class LiveServer {

    /** From the weakest to the strongest. */
    private static final List<String> MODES = List.of(
            "AccessShareLock",
            "RowShareLock",
            "RowExclusiveLock",
            "ShareUpdateExclusiveLock",
            "ShareLock",
            "ShareRowExclusiveLock",
            "ExclusiveLock",
            "AccessExclusiveLock");

    private static final String RELATIONS = """
            SELECT c.oid::text, c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind <> 'c'
            """;
    private static final String FILES = """
            SELECT c.oid::text, pg_relation_filenode(c.oid)::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'm')
            """;
    private static final String LOCKS =
            "SELECT relation::text || ' ' || mode, 1 FROM pg_locks WHERE pid = @pid@ AND locktype = 'relation' AND granted"
                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private static final Pattern NOTICE = Pattern.compile(
            "(rewriting table|verifying table|building index|validating foreign key constraint|rehashing catalog|validating) \"([^\"]+)\"(?: on table \"([^\"]+)\")?.*");

    /** The tables with rows that foreign keys of a name are on; those among them that a statement reads are locked by it. */
    private static final String REFERRING = """
            WITH RECURSIVE below AS (
                SELECT conrelid AS oid FROM pg_constraint WHERE conname = '@name@' AND contype = 'f'
                UNION SELECT inhrelid FROM pg_inherits JOIN below ON inhparent = below.oid JOIN pg_class part ON part.oid = inhrelid AND part.relispartition)
            SELECT c.oid::regclass::text, '' FROM below JOIN pg_class c USING (oid) WHERE c.relkind = 'r'
            """;

    private static final String SCANS =
            "SELECT relid::regclass::text, seq_scan::text FROM pg_stat_xact_user_tables WHERE seq_scan > 0";

    /** Statements that read tables without a message. */
    private static final Pattern SILENT_SCAN =
            Pattern.compile("^(CREATE (UNLOGGED )?TABLE .* PARTITION OF|ALTER DOMAIN)");

    private static final Pattern WRITES_ROWS = Pattern.compile("^(UPDATE|DELETE|WITH|TRUNCATE)");

    private static final String PARTITIONED_PARTITIONS =
            "SELECT oid::text, '' FROM pg_class WHERE relispartition AND relkind = 'p'";

    private static final String TOUCH_PARTITIONS = """
            DO $$ DECLARE part text; BEGIN
                FOR part IN SELECT oid::regclass::text FROM pg_class WHERE relispartition AND relkind IN ('r', 'p') LOOP
                    EXECUTE format('ALTER TABLE ONLY %s REPLICA IDENTITY FULL', part);
                END LOOP;
            END $$
            """;

    private final Connection connection;

    LiveServer(Connection connection) {
        this.connection = connection;
    }

    /**
     * A session that reads a partition that is partitioned itself, or before 14 writes any, looks up its bound in the tables above, which it locks for that, once; so
     * that each statement is seen as the first of its session, this one has to forget.
     */
    private void forgetBounds(String sql) throws SQLException {
        boolean early = connection.getMetaData().getDatabaseMajorVersion() < 14;
        boolean looked = early && WRITES_ROWS.matcher(sql).find()
                || !ask(PARTITIONED_PARTITIONS).isEmpty();
        if (!looked) {
            return;
        }
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(TOUCH_PARTITIONS);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** In a transaction that is rolled back. */
    Observed observe(String sql) throws SQLException {
        forgetBounds(sql);
        connection.setAutoCommit(false);
        try {
            return run(sql);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** In a transaction that is committed when the server takes the statement. */
    Observed commit(String sql) throws SQLException {
        forgetBounds(sql);
        connection.setAutoCommit(false);
        try {
            Observed observed = run(sql);
            if (observed.sqlState().isEmpty()) {
                connection.commit();
            }
            return observed;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private Observed run(String sql) throws SQLException {
        Map<String, String> relations = ask(RELATIONS);
        Map<String, String> files = ask(FILES);
        Map<String, String> scansBefore = ask(SCANS);
        Seen seen = new Seen(relations, files);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL client_min_messages = debug1");
            try {
                statement.execute(sql);
            } catch (SQLException refused) {
                return seen.refused(refused);
            }
            for (SQLWarning each = statement.getWarnings(); each != null; each = each.getNextWarning()) {
                seen.message(each.getMessage());
            }
            statement.execute("SET LOCAL client_min_messages = error");
        }
        seen.locks(ask(LOCKS.replace("@pid@", "pg_backend_pid()")));
        seen.files(ask(FILES), sql);
        for (String name : seen.foreignKeys) {
            seen.looked(ask(REFERRING.replace("@name@", name)).keySet());
        }
        if (SILENT_SCAN.matcher(sql).find()) {
            Map<String, String> scansAfter = ask(SCANS);
            scansAfter.entrySet().removeAll(scansBefore.entrySet());
            scansAfter.keySet().forEach(each -> seen.known(each, seen.scans));
        }
        seen.qualify(ask(RELATIONS));
        return seen.all();
    }

    /** The locks that another session holds. */
    Map<String, String> locksOf(int pid) throws SQLException {
        Seen seen = new Seen(ask(RELATIONS), Map.of());
        seen.locks(ask(LOCKS.replace("@pid@", Integer.toString(pid))));
        return seen.locks;
    }

    private Map<String, String> ask(String query) throws SQLException {
        Map<String, String> answers = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                answers.put(rows.getString(1), String.valueOf(rows.getString(2)));
            }
        }
        return answers;
    }

    static void strongest(Map<String, String> locks, String relation, String mode) {
        locks.merge(relation, mode, (one, other) -> MODES.indexOf(one) > MODES.indexOf(other) ? one : other);
    }

    /** What has been seen so far; relations that the statement makes do not count. */
    private static final class Seen {
        private final Map<String, String> relations;
        private final Map<String, String> filesBefore;
        private final TreeMap<String, String> locks = new TreeMap<>();
        private final TreeSet<String> rewrites = new TreeSet<>();
        private final TreeSet<String> scans = new TreeSet<>();
        private final TreeSet<String> indexBuilds = new TreeSet<>();
        private final TreeSet<String> foreignKeys = new TreeSet<>();
        private final TreeSet<String> read = new TreeSet<>();

        Seen(Map<String, String> relations, Map<String, String> filesBefore) {
            this.relations = relations;
            this.filesBefore = filesBefore;
        }

        void message(String text) {
            Matcher matcher = NOTICE.matcher(text);
            if (!matcher.matches()) {
                return;
            }
            String name = String.valueOf(matcher.group(2));
            switch (matcher.group(1)) {
                case "rewriting table" -> known(name, rewrites);
                case "verifying table" -> known(name, scans);
                case "validating foreign key constraint" -> foreignKeys.add(name);
                case "building index" -> {
                    if (!name.startsWith("pg_") && isKnown(matcher.group(3))) {
                        indexBuilds.add(name);
                    }
                }
                default -> {}
            }
        }

        /** Of the tables that a foreign key is on, those that a query has read; or that are locked, where there was no query. */
        void looked(Set<String> referring) {
            boolean queried = referring.stream().anyMatch(read::contains);
            referring.stream()
                    .filter(each -> queried ? read.contains(each) : locks.containsKey(each))
                    .forEach(each -> known(each, scans));
        }

        /** Messages name indexes without their schema. */
        void qualify(Map<String, String> now) {
            TreeSet<String> qualified = new TreeSet<>();
            for (String bare : indexBuilds) {
                boolean unqualified = now.containsValue(bare);
                qualified.add(
                        unqualified
                                ? bare
                                : now.values().stream()
                                        .filter(each -> isCalled(each, bare))
                                        .findFirst()
                                        .orElse(bare));
            }
            indexBuilds.clear();
            indexBuilds.addAll(qualified);
        }

        private boolean isKnown(String bare) {
            return relations.values().stream().anyMatch(each -> isCalled(each, bare));
        }

        private static boolean isCalled(String regclass, String bare) {
            String quoted = "\"" + bare + "\"";
            return Stream.of(bare, quoted).anyMatch(each -> regclass.equals(each) || regclass.endsWith("." + each));
        }

        private void known(String bare, TreeSet<String> into) {
            relations.values().stream().filter(each -> isCalled(each, bare)).forEach(into::add);
        }

        void locks(Map<String, String> held) {
            held.keySet().forEach(each -> {
                String[] parts = each.split(" ");
                String relation = relations.get(parts[0]);
                if (relation != null && parts[1].equals("AccessShareLock")) {
                    read.add(relation);
                }
                if (relation != null) {
                    strongest(locks, relation, parts[1]);
                }
            });
        }

        void files(Map<String, String> after, String sql) {
            filesBefore.forEach((relation, file) -> {
                String now = after.get(relation);
                String name = relations.get(relation);
                if (name != null && now != null && !now.equals(file) && !sql.startsWith("TRUNCATE")) {
                    rewrites.add(name);
                }
            });
        }

        Observed refused(SQLException refused) {
            return new Observed(
                    new TreeMap<>(),
                    new TreeSet<>(),
                    new TreeSet<>(),
                    new TreeSet<>(),
                    refused.getSQLState(),
                    String.valueOf(refused.getMessage()));
        }

        Observed all() {
            return new Observed(locks, rewrites, scans, indexBuilds, "", "");
        }
    }
}
