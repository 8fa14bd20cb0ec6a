package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Check;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of type by way of a second column: added, kept in step, filled, proved, given the indexes and rules of the first one, and put in its place in CONTRACT.
 *
 * @param named whether the new type has a name of its own, under which a new application reads and writes it beside the old one
 * @param newDefault what the change says; empty to keep the default
 * @param role what it is to keys
 */
record SecondColumn(
        TableFacts table,
        ColumnFacts column,
        Conversion conversion,
        boolean named,
        String newDefault,
        KeyRole role,
        Facts facts,
        PlanTarget target) {

    void check(Findings findings) {
        new SecondColumnChecks(this).check(findings);
    }

    OperationPlan plan() {
        TableName name = table.name();
        List<StepDraft> steps = new ArrayList<>(beside());
        steps.add(new ColumnSwap(this).step());
        ColumnFacts now = column.withType(conversion.type()).withDefault(defaultText());
        Facts after = PartitionFacts.each(
                table, facts, one -> one.withoutColumn(column.name()).withColumn(now.named(finalName())));
        OperationPlan plan =
                OperationPlan.of(after.withHelper(HelperNames.sync(name, column.name()), "change_type"), steps);
        if (conversion.losesNothing()) {
            return plan;
        }
        ConversionQuestion question = new ConversionQuestion(this);
        OperationPlan asking = plan.asking(question.question());
        for (RowQuestion duplicates : question.duplicates()) {
            asking = asking.asking(duplicates);
        }
        return asking;
    }

    /** All but the last step. */
    List<StepDraft> beside() {
        List<StepDraft> steps = new ArrayList<>();
        steps.add(add());
        triggers()
                .start()
                .forEach(start -> steps.add(
                        start.locking(Locks.withPartitions(table, start.step().getLock()))));
        PartitionFacts.whole(table, facts).stream()
                .filter(one -> !one.isPartitioned())
                .forEach(one -> steps.add(fill(one)));
        steps.add(verify());
        steps.addAll(indexes());
        steps.addAll(rules());
        role.foreign().ifPresent(foreign -> steps.addAll(new ForeignKeyMove(this, foreign).add()));
        return steps;
    }

    /** Whether keys of the table and of its partitions move over with it. */
    boolean ofPartitionedKey() {
        return table.isPartitioned() && role.isAny();
    }

    /**
     * Whether a constraint forbids that only the old column has a value. That is so where an old value may have no new one; and in a partitioned table, because a table that becomes
     * a partition has rows that no trigger saw. Where the column takes no NULL that says it already.
     */
    boolean forbidsUnconverted() {
        return !conversion.losesNothing() || table.isPartitioned() && !column.notNull();
    }

    String finalName() {
        return named ? conversion.beside() : column.name();
    }

    /** In the new type; empty for none. */
    String defaultText() {
        return newDefault.isEmpty() ? column.defaultValue() : newDefault;
    }

    /** Whether a new application reads and writes the new type beside the old one: under a name of its own, or in a view. */
    boolean bothWritten() {
        return named || target.versioned();
    }

    /** One that differs from call to call tells nothing about what a writer left out, so it comes in CONTRACT. */
    private String defaultDuringOverlap() {
        return bothWritten() && !column.traits().volatileDefault() ? defaultText() : "";
    }

    ConversionTriggers triggers() {
        return new ConversionTriggers(
                table.name(),
                column,
                conversion,
                bothWritten(),
                column.traits().volatileDefault() ? "" : column.defaultValue(),
                defaultDuringOverlap(),
                target);
    }

    ColumnIndexes columnIndexes() {
        return indexesOf(table);
    }

    /** Those of the table, or of one of its partitions. */
    ColumnIndexes indexesOf(TableFacts one) {
        return new ColumnIndexes(one, column.name(), conversion.beside(), target);
    }

    /** Where a rule may stand that a writer of the old type could break by a value that has no new one (rule G6). */
    private Phase rulePhase() {
        return conversion.losesNothing() ? Phase.VALIDATE : Phase.CONTRACT;
    }

    private StepDraft add() {
        String beside = Quoting.identifier(conversion.beside());
        String alter = "ALTER TABLE %s ".formatted(target.table(table.name()));
        List<String> sql = new ArrayList<>();
        sql.add(alter
                + "ADD COLUMN %s %s%s".formatted(beside, conversion.type(), column.collationFor(conversion.type())));
        if (!column.comment().isEmpty()) {
            sql.add("COMMENT ON COLUMN %s.%s IS %s"
                    .formatted(target.table(table.name()), beside, Quoting.literal(column.comment())));
        }
        return StepDraft.transactional(
                table.name(),
                Phase.EXPAND,
                "add column %s %s to %s, for %s in its new type"
                        .formatted(
                                conversion.beside(),
                                conversion.type(),
                                table.name().shown(),
                                column.name()),
                Locks.withPartitions(table, Locks::accessExclusive),
                sql,
                bothWritten()
                        ? Undos.losing(
                                Undos.transactional(alter + "DROP COLUMN " + beside),
                                "what of %s the old type of %s cannot hold"
                                        .formatted(conversion.seenAs(), column.name()))
                        : Undos.transactional(alter + "DROP COLUMN " + beside),
                "a column is added first, as metadata only: old writers do not notice it");
    }

    private StepDraft fill(TableFacts filled) {
        String condition = conversion.unconverted();
        return StepDraft.backfill(
                filled.name(),
                "convert %s of %s".formatted(column.name(), filled.name().shown()),
                Backfill.newBuilder()
                        .addAllKeyColumns(filled.key().orElseThrow())
                        .setColumn(conversion.beside())
                        .setValue(conversion.upward())
                        .setCondition(
                                conversion.losesNothing()
                                        ? condition
                                        : condition + " AND (%s) IS NOT NULL".formatted(conversion.upward())),
                "rows are converted once the triggers convert new ones, so that none is missed");
    }

    private StepDraft verify() {
        return StepDraft.check(
                table.name(),
                Phase.VALIDATE,
                "compare %s of %s in both types"
                        .formatted(column.name(), table.name().shown()),
                Check.newBuilder()
                        .setQuery(Rule.sample(table, target.table(table.name()), "", conversion.broken(bothWritten())))
                        .setExpectation("every value of %s in %s has the same value in %s"
                                .formatted(column.name(), table.name().shown(), conversion.beside()))
                        .build(),
                "old and new values are compared, row by row, before anybody relies on the new ones");
    }

    PartitionedColumnIndexes partitionedIndexes() {
        return new PartitionedColumnIndexes(table, column.name(), conversion.beside(), facts, target);
    }

    /** What a rehearsal of the swap needs: the indexes that go. */
    Scenery scenery() {
        return table.isPartitioned()
                ? partitionedIndexes().scenery()
                : columnIndexes().scenery();
    }

    private List<StepDraft> indexes() {
        if (table.isPartitioned()) {
            String reason = "an index is built once its column is filled, and before the new type is used";
            return role.isAny()
                    ? partitionedIndexes().buildForKeys(Phase.VALIDATE, reason)
                    : partitionedIndexes().build(Phase.VALIDATE, reason);
        }
        ColumnIndexes indexes = columnIndexes();
        return indexes.originals().stream()
                .map(index -> indexes.build(
                        index,
                        index.unique() && !conversion.up().isEmpty() ? Phase.CONTRACT : Phase.VALIDATE,
                        "an index is built once its column is filled, and before the new type is used"))
                .toList();
    }

    private List<StepDraft> rules() {
        List<StepDraft> steps = new ArrayList<>();
        if (forbidsUnconverted()) {
            steps.addAll(new RuleSteps(nothingIsLeft(), table, target).inOrder());
        }
        for (ConstraintFacts check : checks()) {
            steps.addAll(new RuleSteps(likeThe(check), table, target).inOrder());
        }
        if (column.notNull()) {
            steps.addAll(notNull().prove(rulePhase()));
        }
        return steps;
    }

    NotNullSteps notNull() {
        return new NotNullSteps(table, conversion.beside(), facts.version(), target);
    }

    /** Without it, what an old writer writes after the comparison, and has no new value, would go with the old column. */
    private Rule nothingIsLeft() {
        return new Rule(
                table.name(),
                HelperNames.same(table.name(), column.name()),
                "CHECK (NOT (%s))".formatted(conversion.unconverted()),
                Rule.sample(table, target.table(table.name()), "", conversion.unconverted()),
                "expected a value in the new type for every value of %s".formatted(column.name()),
                rulePhase());
    }

    List<ConstraintFacts> checks() {
        return table.constraints().values().stream()
                .filter(constraint -> constraint.kind() == ConstraintFacts.Kind.CHECK)
                .filter(constraint -> constraint.columns().contains(column.name()))
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    private Rule likeThe(ConstraintFacts check) {
        String definition = ColumnText.renamed(check.definition(), column.name(), conversion.beside());
        String condition = definition.substring("CHECK ".length());
        return new Rule(
                table.name(),
                HelperNames.check(table.name(), check.name()),
                definition,
                Rule.sample(table, target.table(table.name()), "", "NOT " + condition),
                "expected every row to keep %s in the new type too".formatted(check.name()),
                rulePhase());
    }
}
