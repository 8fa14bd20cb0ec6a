package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Settings under which other sessions may write what ours would refuse, or that our sessions cannot live with. */
final class SessionModeCheck implements PreflightCheck {

    @Override
    public List<Finding> look(Connection connection, PlanScope scope) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        String mode = Query.maybeText(connection, "SELECT @@global.sql_mode").orElse("");
        if (!mode.contains("STRICT_")) {
            findings.add(Findings.note(
                    "not-strict",
                    "sql_mode of the server is not strict (" + mode + "): a writer that leaves out a NOT NULL column "
                            + "stores an empty value without an error"));
        }
        String format = Query.text(connection, "SELECT @@global.binlog_format");
        boolean logged = Query.text(connection, "SELECT @@global.log_bin").equals("1");
        if (logged && format.equals("STATEMENT")) {
            findings.add(Findings.refuse(
                    "binlog-by-statement",
                    "expected binlog_format = ROW, found STATEMENT, under which rows cannot be filled without blocking "
                            + "inserts; SET GLOBAL binlog_format = 'ROW'"));
        }
        return findings;
    }
}
