package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.DropTable;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Drops a table in CONTRACT. Whatever depends on it is named, and never dropped along. */
final class DropTablePlanner {
    private DropTablePlanner() {}

    static OperationPlan plan(DropTable operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        table.ifPresent(found -> check(found, facts, findings));
        if (table.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        List<TableFacts> all = PartitionFacts.whole(table.get(), facts);
        Facts after = facts;
        for (TableFacts one : all) {
            after = after.without(one);
        }
        return OperationPlan.of(after, List.of(step(table.get(), all, target))).noting(findings.list());
    }

    private static void check(TableFacts table, Facts facts, Findings findings) {
        String shown = table.name().shown();
        findings.expect(
                !table.fresh(),
                "table-fresh",
                "expected %s to be there before this change, but an operation before this one makes it; take both out"
                        .formatted(shown));
        checkUsers(PartitionFacts.whole(table, facts), findings);
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

    /** What needs a partition, the server says of the whole too; it is named once, with the partition. */
    private static void checkUsers(List<TableFacts> all, Findings findings) {
        Set<String> named = new HashSet<>();
        for (int place = all.size() - 1; place >= 0; place--) {
            for (String user : all.get(place).traits().users()) {
                findings.expect(
                        !named.add(user),
                        "dependent",
                        "expected nothing else to need %s, but %s does; change or drop that first"
                                .formatted(all.get(place).name().shown(), user));
            }
        }
    }

    /**
     * The table goes with its partitions.
     *
     * @param all the table, then they
     */
    private static StepDraft step(TableFacts table, List<TableFacts> all, PlanTarget target) {
        TableName name = table.name();
        Set<TableName> own = all.stream().map(TableFacts::name).collect(Collectors.toSet());
        TreeSet<String> others = new TreeSet<>();
        List<String> sql = new ArrayList<>();
        List<Foreseen> gone = new ArrayList<>();
        for (TableFacts one : all) {
            for (ConstraintFacts constraint : one.constraints().values()) {
                for (TableName other : constraint.referenced()) {
                    if (!own.contains(other) && others.add(Locks.accessExclusive(other))) {
                        sql.add(constraint.lock(other, "ACCESS EXCLUSIVE", target));
                    }
                }
                one.traits().partitioning().partsOfConstraint(constraint.name()).stream()
                        .flatMap(part -> part.referenced().stream())
                        .filter(other -> !own.contains(other))
                        .forEach(other -> others.add(Locks.accessExclusive(other)));
            }
            gone.add(Foreseen.gone(one.name().path() + "/*"));
            sequences(one).forEach(gone::add);
        }
        sql.sort(null);
        sql.add("DROP TABLE " + target.table(name));
        String before = String.join(", ", others);
        return StepDraft.transactional(
                        name,
                        Phase.CONTRACT,
                        "drop table " + name.shown(),
                        before + (before.isEmpty() ? "" : ", ") + Locks.withPartitions(table, Locks::accessExclusive),
                        sql,
                        Undos.irreversible("a dropped table's rows are gone"),
                        "a table goes when nothing needs it any more")
                .foreseeing(gone)
                .unrehearsed();
    }

    private static Stream<Foreseen> sequences(TableFacts table) {
        return table.dependents().stream()
                .filter(dependent -> dependent.kind() == Dependent.Kind.OWN_SEQUENCE)
                .map(dependent -> Foreseen.gone(
                        "sequence:" + table.name().sibling(dependent.name()).shown()));
    }
}
