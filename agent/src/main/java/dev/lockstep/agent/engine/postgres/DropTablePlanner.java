package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.DropTable;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Drops a table in CONTRACT. Whatever depends on it is named, and never dropped along. */
final class DropTablePlanner {
    private DropTablePlanner() {}

    static OperationPlan plan(DropTable operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        Optional<TableFacts> table = TableChecks.usable(facts, TableName.of(operation.getTable()), findings);
        table.ifPresent(found -> check(found, facts, findings));
        if (table.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        return OperationPlan.of(facts.without(table.get()), List.of(step(table.get(), target)))
                .noting(findings.list());
    }

    private static void check(TableFacts table, Facts facts, Findings findings) {
        String shown = table.name().shown();
        findings.expect(
                !table.fresh(),
                "table-fresh",
                "expected %s to be there before this change, but an operation before this one makes it; take both out"
                        .formatted(shown));
        for (String user : table.traits().users()) {
            findings.refuse(
                    "dependent",
                    "expected nothing else to need %s, but %s does; change or drop that first".formatted(shown, user));
        }
        Pattern word =
                Pattern.compile("(?i)(?<![\\w$])" + Pattern.quote(table.name().name()) + "(?![\\w$])");
        new java.util.TreeMap<>(facts.bodies()).forEach((function, body) -> {
            if (word.matcher(body).find()) {
                findings.note(
                        "mentioned-in-function",
                        "the function %s seems to use %s; change it before CONTRACT, because the server will not stop the table from going"
                                .formatted(function, shown));
            }
        });
    }

    private static StepDraft step(TableFacts table, PlanTarget target) {
        TableName name = table.name();
        TreeSet<String> others = new TreeSet<>();
        List<String> sql = new ArrayList<>();
        for (ConstraintFacts constraint : table.constraints().values()) {
            for (TableName other : constraint.referenced()) {
                if (!other.equals(name) && others.add(Locks.accessExclusive(other))) {
                    sql.add("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(target.table(other)));
                }
            }
        }
        sql.sort(null);
        sql.add("DROP TABLE " + target.table(name));
        String before = String.join(", ", others);
        List<Foreseen> gone = new ArrayList<>(List.of(Foreseen.gone(name.path() + "/*")));
        for (Dependent dependent : table.dependents()) {
            if (dependent.kind() == Dependent.Kind.OWN_SEQUENCE) {
                gone.add(Foreseen.gone(
                        "sequence:" + name.sibling(dependent.name()).shown()));
            }
        }
        return StepDraft.transactional(
                        name,
                        Phase.CONTRACT,
                        "drop table " + name.shown(),
                        before + (before.isEmpty() ? "" : ", ") + Locks.accessExclusive(name),
                        sql,
                        Undos.irreversible("a dropped table's rows are gone"),
                        "a table goes when nothing needs it any more")
                .foreseeing(gone)
                .unrehearsed();
    }
}
