package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks and foreign keys of a whole that a table must have when it becomes a partition: the server refuses it without the checks, and proves the keys under its lock. */
final class AttachedRules {
    private static final String UNPROVED = " NOT VALID";

    private final TableFacts whole;
    private final TableFacts coming;
    private final PlanTarget target;
    private final Findings findings;
    private final List<StepDraft> steps = new ArrayList<>();
    private final List<RowQuestion> questions = new ArrayList<>();
    private final List<ConstraintFacts> added = new ArrayList<>();
    private Partitioning parts = Partitioning.NONE;

    private AttachedRules(TableFacts whole, TableFacts coming, PlanTarget target, Findings findings) {
        this.whole = whole;
        this.coming = coming;
        this.target = target;
        this.findings = findings;
    }

    static AttachedRules of(TableFacts whole, TableFacts coming, PlanTarget target, Findings findings) {
        AttachedRules rules = new AttachedRules(whole, coming, target, findings);
        for (ConstraintFacts constraint : new TreeMap<>(whole.constraints()).values()) {
            switch (constraint.kind()) {
                case CHECK -> rules.wantCheck(constraint);
                case FOREIGN_KEY -> rules.wantForeignKey(constraint);
                case UNIQUE, PRIMARY_KEY, EXCLUSION, NOT_NULL, OTHER -> {
                    // Those with an index: AttachedIndexes. NOT NULL: ArrivalChecks.
                }
            }
        }
        return rules;
    }

    List<StepDraft> steps() {
        return steps;
    }

    List<RowQuestion> questions() {
        return questions;
    }

    /** The table with all of them. */
    TableFacts added(TableFacts table) {
        TableFacts after = table;
        for (ConstraintFacts constraint : added) {
            after = after.withConstraint(constraint);
        }
        return after;
    }

    /** The whole's, with those of the table. */
    Partitioning joined(Partitioning tree) {
        Partitioning after = tree;
        for (String constraint : parts.constraints().keySet()) {
            for (Partitioning.ConstraintPart part : parts.partsOfConstraint(constraint)) {
                after = after.withConstraintPart(constraint, part);
            }
        }
        return after;
    }

    private void wantCheck(ConstraintFacts check) {
        ConstraintFacts own = coming.constraints().get(check.name());
        if (own != null && own.definition().equals(check.definition()) && isProved(check)) {
            return;
        }
        if (lacks(check, own)) {
            String condition = check.definition().substring("CHECK ".length());
            String offenders = Rule.sample(coming, target.table(coming.name()), "", "NOT " + condition);
            String broken =
                    "expected every row of %s to keep %s of %s %s, found some that do not; correct or move them first"
                            .formatted(
                                    coming.name().shown(),
                                    check.name(),
                                    whole.name().shown(),
                                    condition);
            Rule rule = new Rule(coming.name(), check.name(), check.definition(), offenders, broken, Phase.EXPAND);
            steps.addAll(new RuleSteps(rule, coming, target).inOrder());
            questions.add(new RowQuestion(offenders, "check-broken", broken));
            added.add(check);
        }
    }

    /** The server takes one over that says the same, whatever its name is. */
    private void wantForeignKey(ConstraintFacts key) {
        ConstraintFacts same = coming.constraints().values().stream()
                .filter(own -> own.kind() == ConstraintFacts.Kind.FOREIGN_KEY)
                .filter(own -> own.definition().equals(key.definition()))
                .findFirst()
                .orElse(null);
        if (same != null && isProved(key)) {
            parts = parts.withConstraintPart(key.name(), part(same.name(), key));
            return;
        }
        if (lacks(key, coming.constraints().get(key.name()))) {
            ForeignKeyText.of(key)
                    .ifPresentOrElse(
                            text -> add(key, text),
                            () -> findings.refuse(
                                    "constraint-missing",
                                    "expected %s to have a foreign key like %s of %s, which Lockstep cannot write for it (%s), but it has none; add it with a raw step first"
                                            .formatted(
                                                    coming.name().shown(),
                                                    key.name(),
                                                    whole.name().shown(),
                                                    key.definition())));
        }
    }

    /** Copies have no foreign keys. */
    private void add(ConstraintFacts key, ForeignKeyText text) {
        TableName parent = text.parent();
        String offenders = Rule.sample(
                coming,
                target.table(coming.name()) + " AS child",
                "child.",
                text.orphans("child", "parent", key.rowsOf(parent, target)));
        String broken =
                "expected every row of %s to find its row in %s (%s of %s), found some that do not; correct or delete them first"
                        .formatted(
                                coming.name().shown(),
                                parent.shown(),
                                key.name(),
                                whole.name().shown());
        Rule rule = new Rule(
                coming.name(), key.name(), text.definition(target.table(parent)), offenders, broken, Phase.EXPAND);
        List<StepDraft> inOrder = RuleSteps.like(key, parent, rule, target).inOrder();
        String path = coming.name().constraintPath(key.name());
        String source = whole.name().constraintPath(key.name());
        steps.add(inOrder.get(0).unrehearsed());
        steps.add(inOrder.get(1)
                .foreseeing(List.of(new Foreseen(path, source, live -> live + UNPROVED)))
                .unrehearsed());
        steps.add(
                inOrder.get(2).foreseeing(List.of(Foreseen.like(path, source))).unrehearsed());
        questions.add(new RowQuestion(offenders, "orphans", broken));
        added.add(key);
        parts = parts.withConstraintPart(key.name(), part(key.name(), key));
    }

    private Partitioning.ConstraintPart part(String name, ConstraintFacts key) {
        return new Partitioning.ConstraintPart(coming.name(), name, key.referenced());
    }

    /** Whether it can be added; else there are findings. */
    private boolean lacks(ConstraintFacts wanted, @Nullable ConstraintFacts own) {
        if (!isProved(wanted)) {
            findings.refuse(
                    "constraint-unproved",
                    "expected %s of %s to be proved and enforced, but it is not (%s); prove it first: ALTER TABLE %s VALIDATE CONSTRAINT %s"
                            .formatted(
                                    wanted.name(),
                                    whole.name().shown(),
                                    wanted.definition(),
                                    whole.name().sql(),
                                    Quoting.identifier(wanted.name())));
            return false;
        }
        findings.expect(
                own == null,
                "constraint-differs",
                "expected %s to have %s of %s or no constraint of this name, but it has %s; drop or rename it"
                        .formatted(
                                coming.name().shown(),
                                wanted.definition(),
                                whole.name().shown(),
                                own == null ? "" : own.definition()));
        return own == null;
    }

    private static boolean isProved(ConstraintFacts constraint) {
        return !constraint.definition().endsWith(UNPROVED)
                && !constraint.definition().endsWith(" NOT ENFORCED");
    }
}
