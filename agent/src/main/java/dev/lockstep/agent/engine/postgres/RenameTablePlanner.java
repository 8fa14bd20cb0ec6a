package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.RenameTable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Gives a table another name. Until CONTRACT a view has the new name, and whatever is done to it is done to the table; then it goes, and the table takes the name
 * over, with everything that hangs on it.
 */
final class RenameTablePlanner {

    /** How the server describes foreign keys among those who need a table; they go along. */
    private static final String CONSTRAINT = "constraint ";

    private RenameTablePlanner() {}

    static OperationPlan plan(RenameTable operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        TableName name = TableName.of(operation.getTable());
        TableName to = name.sibling(operation.getTo());
        TableChecks.checkName("the table", to.name(), findings);
        Optional<TableFacts> table = PartitionChecks.usable(facts, name, findings);
        findings.expect(
                !facts.isTaken(to) && !facts.types().contains(to.sql()),
                "name-taken",
                "expected the name %s to be free, but another relation or type has it; choose another"
                        .formatted(to.shown()));
        table.ifPresent(found -> check(found, facts, findings));
        if (table.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        note(table.get(), facts, findings);
        TableRename rename = new TableRename(table.get(), to, facts, target);
        return OperationPlan.of(rename.after(), rename.inOrder()).noting(findings.list());
    }

    private static void check(TableFacts table, Facts facts, Findings findings) {
        String shown = table.name().shown();
        StandIn standIn = table.traits().standIn();
        findings.expect(
                table.canCreate(),
                "privilege-missing",
                "expected the agent's role to have CREATE on the schema %s, but it has not; grant it"
                        .formatted(table.name().schema()));
        for (String user : table.traits().users()) {
            findings.expect(
                    user.startsWith(CONSTRAINT),
                    "dependent",
                    "expected nothing but foreign keys to need %s, because what else does would say another name, but %s does; drop that first, and make it again afterwards"
                            .formatted(shown, user));
        }
        for (TableFacts one : PartitionFacts.whole(table, facts)) {
            for (String naming : one.traits().standIn().naming()) {
                findings.refuse(
                        "dependent",
                        "expected nothing of %s to write the name of %s out, but %s does; drop that first, and make it again afterwards"
                                .formatted(one.name().shown(), shown, naming));
            }
        }
        findings.expect(
                table.publications().isEmpty(),
                "table-published",
                "expected %s not to be published, because subscribers know it by its name, but it is (%s); take it out of the publication first"
                        .formatted(shown, String.join(", ", table.publications())));
        findings.expect(
                !standIn.subscribed(),
                "table-subscribed",
                "expected %s not to get its rows from a publisher, which knows it by its name, but it does; end the subscription first"
                        .formatted(shown));
        checkRights(table, facts.version(), findings);
    }

    /** What a view over the table could not keep of what its rows and columns are hidden by. */
    static void checkRights(TableFacts table, PostgresVersion version, Findings findings) {
        String shown = table.name().shown();
        StandIn standIn = table.traits().standIn();
        findings.expect(
                !standIn.rowSecurity() || version.viewsActForTheirUsers(),
                "row-security",
                "expected %s to have no row level security, because before PostgreSQL 15 a view shows its owner's rows to everybody, but it has; update the server first"
                        .formatted(shown));
        findings.expect(
                !standIn.rowSecurity() || !standIn.readByColumn(),
                "column-privileges",
                "expected %s not to have both row level security and rights to read single columns, because no view keeps both, but it has; give the right to read all columns, or use a raw step"
                        .formatted(shown));
    }

    private static void note(TableFacts table, Facts facts, Findings findings) {
        String shown = table.name().shown();
        Pattern word =
                Pattern.compile("(?i)(?<![\\w$])" + Pattern.quote(table.name().name()) + "(?![\\w$])");
        Map<String, String> bodies = new TreeMap<>(facts.bodies());
        bodies.forEach((function, body) -> {
            if (word.matcher(body).find()) {
                findings.note(
                        "mentioned-in-function",
                        "the function %s seems to use %s; change it before CONTRACT, because the server will not stop the name from going"
                                .formatted(function, shown));
            }
        });
    }
}
