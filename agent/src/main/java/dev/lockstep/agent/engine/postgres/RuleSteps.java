package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Check;
import dev.lockstep.v1.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The steps that add a {@link Rule}: look for rows that break it, add it unproved, prove it. */
final class RuleSteps {

    private final Rule rule;
    private final PlanTarget target;
    private final Optional<TableName> referenced;
    private final List<TableName> referencedParts;
    private final Optional<TableFacts> whole;
    /** Whether tables inherit from the referenced one, which a foreign key is no matter of. */
    private final boolean ofParent;

    /**
     * Steps of a rule.
     *
     * @param referenced the table that a foreign key refers to; it is locked first, as everybody else does
     */
    RuleSteps(Rule rule, Optional<TableName> referenced, PlanTarget target) {
        this(rule, referenced, List.of(), Optional.empty(), false, target);
    }

    /** Steps of a foreign key that refers to what another one refers to. */
    static RuleSteps like(ConstraintFacts key, TableName referenced, Rule rule, PlanTarget target) {
        return new RuleSteps(rule, Optional.of(referenced), List.of(), Optional.empty(), key.ofParent(), target);
    }

    /** Steps of a foreign key of an ordinary table to one that may be partitioned: the server locks its partitions as it does the whole. */
    static RuleSteps referringTo(TableFacts referenced, Rule rule, PlanTarget target) {
        return new RuleSteps(
                rule,
                Optional.of(referenced.name()),
                referenced.traits().partitioning().tables(),
                Optional.empty(),
                false,
                target);
    }

    /** Steps of a rule of one table alone, which may be partitioned. */
    RuleSteps(Rule rule, TableFacts table, PlanTarget target) {
        this(rule, Optional.empty(), List.of(), Optional.of(table).filter(TableFacts::isPartitioned), false, target);
    }

    private RuleSteps(
            Rule rule,
            Optional<TableName> referenced,
            List<TableName> referencedParts,
            Optional<TableFacts> whole,
            boolean ofParent,
            PlanTarget target) {
        this.rule = rule;
        this.target = target;
        this.referenced = referenced;
        this.referencedParts = referencedParts;
        this.whole = whole;
        this.ofParent = ofParent;
    }

    List<StepDraft> inOrder() {
        List<StepDraft> steps = new ArrayList<>(List.of(look(), add()));
        UnaryOperator<String> proof = of -> "that every row of " + of + " keeps " + rule.name();
        whole.ifPresentOrElse(
                table -> steps.addAll(PartitionProofs.of(table, rule.name(), proof, rule.phase(), target)),
                () -> steps.add(validate()));
        return steps;
    }

    private StepDraft look() {
        return StepDraft.check(
                rule.table(),
                rule.phase(),
                "look for rows of %s that break %s".formatted(rule.table().shown(), rule.name()),
                Check.newBuilder()
                        .setQuery(rule.offenders())
                        .setExpectation("every row of %s keeps %s"
                                .formatted(rule.table().shown(), rule.name()))
                        .build(),
                "rows are looked at before a rule is added, so that a failure names them");
    }

    private StepDraft add() {
        return StepDraft.transactional(
                rule.table(),
                rule.phase(),
                "add %s to %s, unproved".formatted(rule.name(), rule.table().shown()),
                referenced
                        .map(other -> Locks.both(
                                each(Locks.shareRowExclusive(other), Locks::shareRowExclusive),
                                Locks.shareRowExclusive(rule.table())))
                        .orElseGet(() -> whole.map(table -> Locks.withPartitions(table, Locks::accessExclusive))
                                .orElse(Locks.accessExclusive(rule.table()))),
                locked("SHARE ROW EXCLUSIVE", addSql()),
                undo(locked("ACCESS EXCLUSIVE", dropSql())),
                "a rule is added unproved, which needs no scan");
    }

    private StepDraft validate() {
        return StepDraft.autonomous(
                rule.table(),
                rule.phase(),
                "prove that every row of %s keeps %s".formatted(rule.table().shown(), rule.name()),
                referenced
                        .filter(other -> !other.equals(rule.table()))
                        .map(other -> each(Locks.rowShare(other), Locks::accessShare) + ", "
                                + Locks.shareUpdateExclusive(rule.table()))
                        .orElse(Locks.shareUpdateExclusive(rule.table())),
                List.of(alter() + "VALIDATE CONSTRAINT " + name()),
                List.of(),
                undo(locked("ACCESS EXCLUSIVE", dropSql(), addSql())),
                "a rule is proved by a scan that blocks neither readers nor writers");
    }

    private String each(String ofWhole, Function<TableName, String> ofPartition) {
        return Stream.concat(Stream.of(ofWhole), referencedParts.stream().map(ofPartition))
                .collect(Collectors.joining(", "));
    }

    /** The referenced table first, so that two of these never wait for each other. */
    private List<String> locked(String mode, String... sql) {
        List<String> all = new ArrayList<>();
        referenced
                .filter(other -> !other.equals(rule.table()))
                .ifPresent(other -> all.add(
                        "LOCK TABLE %s%s IN %s MODE".formatted(ofParent ? "ONLY " : "", target.table(other), mode)));
        all.addAll(List.of(sql));
        return all;
    }

    private static Undo undo(List<String> sql) {
        return Undos.transactional(sql.toArray(String[]::new));
    }

    private String addSql() {
        return alter() + "ADD CONSTRAINT %s %s NOT VALID".formatted(name(), rule.definition());
    }

    private String dropSql() {
        return alter() + "DROP CONSTRAINT " + name();
    }

    private String alter() {
        return "ALTER TABLE %s ".formatted(target.table(rule.table()));
    }

    private String name() {
        return Quoting.identifier(rule.name());
    }
}
