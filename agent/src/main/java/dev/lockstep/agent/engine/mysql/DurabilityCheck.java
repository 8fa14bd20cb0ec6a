package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Commits that the server has confirmed must survive its crash, or the ledger could forget what ran. */
final class DurabilityCheck implements PreflightCheck {

    @Override
    public List<Finding> look(Connection connection, PlanScope scope) throws SQLException {
        return objections(connection).stream()
                .map(objection -> Findings.refuse("commits-not-durable", objection))
                .toList();
    }

    static List<String> objections(Connection connection) throws SQLException {
        List<String> objections = new ArrayList<>();
        String flush = Query.text(connection, "SELECT @@global.innodb_flush_log_at_trx_commit");
        if (!flush.equals("1")) {
            objections.add(
                    "expected innodb_flush_log_at_trx_commit = 1, found " + flush
                            + ", with which a crash of the server loses commits; SET GLOBAL innodb_flush_log_at_trx_commit = 1");
        }
        return objections;
    }
}
