package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.ReplacePrimaryKey;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Makes other columns the primary key. What the new key asks of the rows is proved, and its index built, while the old one stands; in CONTRACT one takes the place
 * of the other. Foreign keys go over to a unique constraint that stays; whatever else needs the old key is named, and nothing goes along with it.
 */
final class ReplacePrimaryKeyPlanner {
    private ReplacePrimaryKeyPlanner() {}

    static OperationPlan plan(ReplacePrimaryKey operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        Optional<TableFacts> table = PartitionChecks.usable(facts, TableName.of(operation.getTable()), findings);
        Optional<ConstraintFacts> old = table.flatMap(found -> oldKey(found, findings));
        if (table.isEmpty() || old.isEmpty()) {
            return OperationPlan.refused(facts, findings.list());
        }
        KeyReplacement replacement = new KeyReplacement(
                table.get(),
                old.get(),
                operation.getName().isEmpty() ? old.get().name() : operation.getName(),
                operation.getColumnsList(),
                Rule.phase(operation.getWritersComply()),
                facts,
                target);
        check(replacement, findings);
        note(replacement, findings);
        if (findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        OperationPlan plan = steps(replacement, Rule.reason(operation.getWritersComply()));
        for (RowQuestion question : replacement.questions()) {
            plan = plan.asking(question);
        }
        return plan.noting(findings.list());
    }

    private static OperationPlan steps(KeyReplacement replacement, String reason) {
        if (replacement.table().isPartitioned()) {
            PartitionedKeyReplacement partitioned = new PartitionedKeyReplacement(replacement);
            return OperationPlan.of(partitioned.after(), partitioned.inOrder(reason));
        }
        return OperationPlan.of(replacement.after(), replacement.inOrder(reason));
    }

    private static Optional<ConstraintFacts> oldKey(TableFacts table, Findings findings) {
        Optional<ConstraintFacts> key = table.constraints().values().stream()
                .filter(constraint -> constraint.kind() == ConstraintFacts.Kind.PRIMARY_KEY)
                .findFirst();
        findings.expect(
                key.isPresent(),
                "primary-key-missing",
                "expected %s to have a primary key, but it has none; use add_primary_key"
                        .formatted(table.name().shown()));
        return key;
    }

    private static void check(KeyReplacement replacement, Findings findings) {
        TableFacts table = replacement.table();
        String shown = table.name().shown();
        findings.expect(
                !replacement.old().columns().equals(replacement.columns()),
                "no-effect",
                "expected other columns than (%s), which are the primary key of %s already; take this operation out, or use rename_constraint"
                        .formatted(String.join(", ", replacement.columns()), shown));
        replacement.unique().check(replacement.facts(), findings);
        for (ColumnFacts column : replacement.nullable()) {
            FillChecks.checkRule(table, column.name(), replacement.facts().version(), findings);
        }
        for (String user : replacement.usersOfOld()) {
            findings.refuse(
                    "dependent",
                    "expected nothing but foreign keys to need the primary key %s of %s, but %s does; change or drop that first"
                            .formatted(replacement.old().name(), shown, user));
        }
        for (String fresh : replacement.freshReferrers()) {
            findings.refuse(
                    "dependent",
                    "expected foreign keys that refer to %s to be there before this change, but an operation before this one makes or renames %s; make two changes of it"
                            .formatted(shown, fresh));
        }
        if (table.isPartitioned()) {
            new PartitionedKeyReplacement(replacement).check(findings);
            return;
        }
        for (Referrer referrer : replacement.referrers()) {
            TableChecks.usable(replacement.facts(), referrer.table(), findings);
            findings.expect(
                    replacement.oldStaysUnique(),
                    "dependent",
                    "expected a unique constraint over (%s) of %s that stays, because the foreign key %s of %s refers to them, found none; use add_unique in a change before this one"
                            .formatted(
                                    String.join(", ", replacement.old().columns()),
                                    shown,
                                    referrer.constraint(),
                                    referrer.table().shown()));
        }
    }

    private static void note(KeyReplacement replacement, Findings findings) {
        TableFacts table = replacement.table();
        String shown = table.name().shown();
        if (!replacement.oldStaysUnique()) {
            findings.note(
                    "old-key-not-unique",
                    "after CONTRACT nothing keeps (%s) of %s unique; use add_unique in a change before this one if it should stay so"
                            .formatted(String.join(", ", replacement.old().columns()), shown));
        }
        if (!table.publications().isEmpty() && table.traits().replicaIdentity().equals("DEFAULT")) {
            findings.note(
                    "replica-identity-changes",
                    "%s is published (%s), and from CONTRACT on its subscribers are told rows by the new key; they need an index over (%s) by then"
                            .formatted(
                                    shown,
                                    String.join(", ", table.publications()),
                                    String.join(", ", replacement.columns())));
        }
        if (!replacement.keepsName()) {
            noteFunctions(replacement, findings);
        }
    }

    private static void noteFunctions(KeyReplacement replacement, Findings findings) {
        String old = replacement.old().name();
        Pattern word = Pattern.compile("(?i)(?<![\\w$])" + Pattern.quote(old) + "(?![\\w$])");
        Map<String, String> bodies = new TreeMap<>(replacement.facts().bodies());
        bodies.forEach((function, body) -> {
            if (word.matcher(body).find()) {
                findings.note(
                        "mentioned-in-function",
                        "the function %s seems to name the constraint %s; change it before CONTRACT, because the server will not stop the constraint from going"
                                .formatted(function, old));
            }
        });
    }
}
