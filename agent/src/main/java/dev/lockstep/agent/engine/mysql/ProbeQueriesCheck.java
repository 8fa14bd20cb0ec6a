package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.RawStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The probes of raw steps must be queries that the server understands. What they ask about need not be there yet. */
final class ProbeQueriesCheck implements PreflightCheck {

    private static final int SYNTAX_ERROR = 1064;

    @Override
    public List<Finding> look(Connection connection, PlanScope scope) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (Operation operation : scope.change().getOperationsList()) {
            if (operation.hasSql()) {
                boolean mariaDb =
                        scope.server().isMariaDb() && operation.getSql().hasMariadb();
                RawStatement raw = mariaDb
                        ? operation.getSql().getMariadb()
                        : operation.getSql().getMysql();
                if (!raw.getDoneWhen().isBlank()) {
                    prepare(connection, raw.getDoneWhen().trim(), operation.getLine(), findings);
                }
            }
        }
        return findings;
    }

    private static void prepare(Connection connection, String query, int line, List<Finding> findings)
            throws SQLException {
        try {
            Query.execute(connection, "PREPARE lockstep_probe FROM " + Sql.text(query));
            Query.execute(connection, "DEALLOCATE PREPARE lockstep_probe");
        } catch (SQLException refused) {
            if (refused.getErrorCode() == SYNTAX_ERROR) {
                findings.add(Findings.refuse(
                        "sql-unusable",
                        "sql: expected a query as done_when, but the server says: " + refused.getMessage(),
                        List.of(),
                        line));
            }
        }
    }
}
