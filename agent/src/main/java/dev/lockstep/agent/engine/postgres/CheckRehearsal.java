package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Severity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks at what a check constraint that was just added to a copy is made of. */
final class CheckRehearsal {

    /** The stored parse tree names every function, those behind operators included; a copy's other constraints are valid. */
    private static final String VOLATILE = """
            SELECT DISTINCT k.conname, p.proname FROM pg_constraint k
            CROSS JOIN LATERAL regexp_matches(k.conbin::text, ':(?:funcid|opfuncid) (\\d+)', 'g') AS found
            JOIN pg_proc p ON p.oid = found[1]::oid
            WHERE k.conrelid = to_regclass(?) AND k.contype = 'c' AND NOT k.convalidated AND p.provolatile = 'v' ORDER BY 1, 2
            """;

    private CheckRehearsal() {}

    static List<Finding> look(Connection connection, TableName table, int line) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(VOLATILE)) {
            query.setString(1, new PlanTarget(true, "").table(table));
            ResultSet rows = query.executeQuery();
            while (rows.next()) {
                String message =
                        "expected the check %s to depend on the row alone, but %s gives something else at each call, so a row that keeps it now may break it later; use a function that is immutable or stable"
                                .formatted(rows.getString(1), rows.getString(2));
                findings.add(Findings.finding(Severity.REFUSE, "check-volatile", message).toBuilder()
                        .setLine(line)
                        .build());
            }
        }
        return findings;
    }
}
