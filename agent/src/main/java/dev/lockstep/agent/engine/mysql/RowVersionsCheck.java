package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Each instant column change of MySQL leaves a row version behind, and a table can have only so many before it must be rebuilt. */
final class RowVersionsCheck implements PreflightCheck {

    private static final int ACCESS_DENIED = 1227;

    @Override
    public List<Finding> look(Connection connection, PlanScope scope) throws SQLException {
        OnlineDdl online = new OnlineDdl(scope.server());
        if (!online.countsRowVersions()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<String, Integer> need : needs(scope).entrySet()) {
            look(connection, scope, online, need.getKey(), need.getValue(), findings);
        }
        return findings;
    }

    private static void look(
            Connection connection, PlanScope scope, OnlineDdl online, String table, int needed, List<Finding> findings)
            throws SQLException {
        try {
            long used = Query.number(
                    connection,
                    "SELECT COALESCE(MAX(TOTAL_ROW_VERSIONS), 0) FROM information_schema.INNODB_TABLES"
                            + " WHERE NAME = CONCAT(?, '/', ?) OR NAME LIKE CONCAT(?, '/', ?, '#p#%')",
                    scope.schema(),
                    table,
                    scope.schema(),
                    table);
            if (used + needed > online.maxRowVersions()) {
                findings.add(Findings.refuse(
                        "row-versions-used-up",
                        "expected room for " + needed + " more row versions of " + table + ", found " + used + " of "
                                + online.maxRowVersions() + " used; rebuild the table first: ALTER TABLE "
                                + Sql.name(table) + " FORCE, ALGORITHM=INPLACE, LOCK=NONE"));
            }
        } catch (SQLException denied) {
            if (denied.getErrorCode() != ACCESS_DENIED) {
                throw denied;
            }
            findings.add(Findings.note(
                    "cannot-see-row-versions",
                    "the agent's login has no PROCESS privilege, so the row versions of " + table
                            + " cannot be counted; GRANT PROCESS ON *.* to it"));
        }
    }

    /** How many row versions a plan may use on each table that is there, with its undo. */
    private static Map<String, Integer> needs(PlanScope scope) {
        Map<String, Integer> needs = new LinkedHashMap<>();
        for (Recipe.Draft draft : scope.drafts()) {
            if (scope.facts().table(draft.table()).isPresent()) {
                List<String> statements =
                        new ArrayList<>(draft.step().getStatement().getSqlList());
                statements.addAll(draft.step().getUndo().getSqlList());
                int count = (int) statements.stream()
                        .filter(sql -> sql.endsWith("ALGORITHM=INSTANT"))
                        .filter(sql -> sql.contains(" ADD COLUMN ") || sql.contains(" DROP COLUMN "))
                        .count();
                if (count > 0) {
                    needs.merge(draft.table(), count, Integer::sum);
                }
            }
        }
        return needs;
    }
}
