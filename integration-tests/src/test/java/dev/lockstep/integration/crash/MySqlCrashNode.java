package dev.lockstep.integration.crash;

import dev.lockstep.agent.engine.mysql.MySqlEngine;
import dev.lockstep.deploy.servers.DatabaseServer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** A schema of MySQL or MariaDB. Its witness is the server's binary log, which holds a statement once for each time that it took effect. */
final class MySqlCrashNode extends CrashNode {
    private static final Pattern DDL =
            Pattern.compile("(?is)^use `[^`]+`; *(.*?)((?:ALTER|CREATE|DROP|RENAME|TRUNCATE)\\b.*)$");
    private static final Pattern TRANSACTION = Pattern.compile("\\s*/\\* xid=\\d+ \\*/\\s*$");
    private static final List<String> LEDGER_TABLES = List.of("backfill", "directive", "plan", "log", "epoch", "node");

    private static final long BEGINNING_OF_LOG = 4;

    private String binaryLog = "";
    private long binaryLogPosition;

    MySqlCrashNode(DatabaseServer server, String database) throws SQLException {
        super(server, database, "lockstep_" + database, new MySqlEngine());
        run(
                "CREATE TABLE counter (n int PRIMARY KEY)",
                "INSERT INTO counter VALUES (0)",
                "CREATE TABLE touches (number bigint AUTO_INCREMENT PRIMARY KEY, id bigint NOT NULL)");
    }

    @Override
    void setBack(StepKind kind) throws SQLException {
        run(
                "DROP TABLE IF EXISTS things",
                "CREATE TABLE things (id bigint PRIMARY KEY, country varchar(2) NOT NULL, old int)",
                "CREATE TRIGGER touch AFTER UPDATE ON things FOR EACH ROW INSERT INTO touches (id) VALUES (OLD.id)",
                "INSERT INTO things VALUES (1, 'DE', 1), (2, 'US', 2), (3, 'FR', 3), (4, 'JP', 4), (5, 'DE', 5)");
        if (kind.startsOnEmptyLedger()) {
            run("DROP DATABASE IF EXISTS " + ledgerSchema());
        } else if (ledgerTables() < LEDGER_TABLES.size()) {
            run(engine().ledgerDefinition(ledgerSchema()).toArray(String[]::new));
        }
        empty(kind.startsOnEmptyLedger() ? List.of() : LEDGER_TABLES);
        forgetEffects();
    }

    private int ledgerTables() throws SQLException {
        return column("SELECT table_name FROM information_schema.tables WHERE table_schema = '" + ledgerSchema() + "'")
                .size();
    }

    private void empty(List<String> ledgerTables) throws SQLException {
        run("BEGIN", "UPDATE counter SET n = 0", "DELETE FROM touches");
        for (String table : ledgerTables) {
            run("DELETE FROM " + ledgerSchema() + "." + table);
        }
        run("COMMIT");
    }

    @Override
    void forgetEffects() throws SQLException {
        try (Statement statement = witness().createStatement();
                ResultSet row = statement.executeQuery("SHOW MASTER STATUS")) {
            row.next();
            binaryLog = row.getString(1);
            binaryLogPosition = row.getLong(2);
        }
    }

    @Override
    List<String> effects() throws SQLException {
        List<String> effects = new ArrayList<>();
        for (String log : column("SHOW BINARY LOGS")) {
            if (log.compareTo(binaryLog) >= 0) {
                addDdl(log, log.equals(binaryLog) ? binaryLogPosition : BEGINNING_OF_LOG, effects);
            }
        }
        column("SELECT id FROM touches ORDER BY id").forEach(id -> effects.add("UPDATE row " + id));
        effects.addAll(Collections.nCopies(
                Integer.parseInt(column("SELECT n FROM counter").get(0)), "COUNT"));
        return effects;
    }

    /** The server may have begun another file since. */
    private void addDdl(String log, long from, List<String> effects) throws SQLException {
        try (Statement statement = witness().createStatement();
                ResultSet events = statement.executeQuery("SHOW BINLOG EVENTS IN '" + log + "' FROM " + from)) {
            while (events.next()) {
                if (events.getString("Event_type").equals("Query")) {
                    addDdl(events.getString("Info"), effects);
                }
            }
        }
    }

    /** The ledger's tables are created where they are absent, each time; that is no effect. */
    private void addDdl(String event, List<String> effects) {
        var ddl = DDL.matcher(event);
        if (event.startsWith("use `" + database() + "`") && !event.contains(ledgerSchema()) && ddl.matches()) {
            effects.add(TRANSACTION.matcher(ddl.group(2)).replaceFirst(""));
        }
    }

    @Override
    int sessions() throws SQLException {
        return column("SELECT id FROM information_schema.processlist WHERE db = '" + database()
                        + "' AND id <> CONNECTION_ID()")
                .size();
    }

    @Override
    public void close() throws SQLException {
        run("DROP DATABASE IF EXISTS " + ledgerSchema());
        super.close();
    }
}
