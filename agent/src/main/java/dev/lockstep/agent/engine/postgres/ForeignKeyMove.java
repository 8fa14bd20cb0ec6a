package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a foreign key over to the columns beside its own: a second one stands beside it until the swap. */
record ForeignKeyMove(SecondColumn second, KeyRole.Foreign foreign) {

    /** VALIDATE: the second one, unproved first. The triggers keep it wherever the first one is kept. */
    List<StepDraft> add() {
        Rule rule = new Rule(
                second.table().name(),
                helper(),
                "FOREIGN KEY (%s) REFERENCES %s (%s)%s"
                        .formatted(
                                quoted(second.conversion().beside()),
                                second.target().table(foreign.parent()),
                                quoted(foreign.beside()),
                                foreign.actions()),
                orphans(),
                "expected every row of %s to find its row in %s by the wider key"
                        .formatted(
                                second.table().name().shown(), foreign.parent().shown()),
                Phase.VALIDATE);
        return (second.table().isPartitioned() ? ofWhole(rule) : ofOne(rule))
                .stream().map(step -> step.before(stage())).toList();
    }

    private List<StepDraft> ofOne(Rule rule) {
        return new RuleSteps(rule, Optional.of(foreign.parent()), second.target()).inOrder();
    }

    private List<StepDraft> ofWhole(Rule rule) {
        TableFacts parent = second.facts().table(foreign.parent()).orElseThrow();
        return new PartitionedForeignKey(rule, second.table(), parent, second.target()).inOrder();
    }

    private String orphans() {
        String beside = quoted(second.conversion().beside());
        return Rule.sample(
                second.table(),
                second.target().table(second.table().name()) + " AS child",
                "child.",
                "child.%s IS NOT NULL AND NOT EXISTS (SELECT FROM %s AS parent WHERE parent.%s = child.%s)"
                        .formatted(beside, second.target().table(foreign.parent()), quoted(foreign.beside()), beside));
    }

    /** An empty copy of the other table, with the one column that matters; its own table is there already. */
    private Scenery stage() {
        if (isOwn()) {
            return new Scenery(foreign.parent(), List.of());
        }
        String copy = new PlanTarget(true, "").table(foreign.parent());
        return new Scenery(
                foreign.parent(),
                List.of("CREATE TABLE IF NOT EXISTS %s (%s %s UNIQUE)"
                        .formatted(copy, quoted(foreign.beside()), foreign.type())));
    }

    private boolean isOwn() {
        return foreign.parent().equals(second.table().name());
    }

    /** First of the swap: the referenced table is locked first, as everybody else does. */
    List<String> lockParent() {
        return isOwn()
                ? List.of()
                : List.of("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE"
                        .formatted(second.target().table(foreign.parent())));
    }

    String lock() {
        return Locks.both(
                Locks.accessExclusive(foreign.parent()), Locks.withPartitions(second.table(), Locks::accessExclusive));
    }

    /** The first one, which copies do not have; those of partitions go with it. */
    List<String> dropOld() {
        return second.target().rehearsal()
                ? List.of()
                : List.of("ALTER TABLE %s DROP CONSTRAINT %s"
                        .formatted(
                                second.target().table(second.table().name()),
                                quoted(foreign.referrer().constraint())));
    }

    /** Each partition has its own under the name of the second one, and gets the name that it had; those that came meanwhile get that of the whole's. */
    List<String> takeOver() {
        List<String> sql = new ArrayList<>();
        all().forEach(key -> sql.add("ALTER TABLE %s RENAME CONSTRAINT %s TO %s"
                .formatted(second.target().table(key.table()), quoted(helper()), quoted(key.constraint()))));
        if (second.table().isPartitioned()) {
            sql.add("DO " + DollarQuotes.around(renameOfNewParts()));
        }
        return sql;
    }

    private String renameOfNewParts() {
        return """
                 DECLARE part regclass; BEGIN
                  FOR part IN SELECT conrelid FROM pg_catalog.pg_constraint WHERE contype = 'f' AND conname = %s
                      AND conrelid IN (SELECT relid FROM pg_catalog.pg_partition_tree(to_regclass(%s))) LOOP
                    EXECUTE pg_catalog.format('ALTER TABLE %%s RENAME CONSTRAINT %%I TO %%I', part, %s, %s);
                  END LOOP;
                END\s""".formatted(
                        Quoting.literal(helper()),
                        Quoting.literal(second.target().table(second.table().name())),
                        Quoting.literal(helper()),
                        Quoting.literal(foreign.referrer().constraint()));
    }

    /** The names that it has on a table, before and after. */
    List<String> names(TableName table) {
        return all().stream()
                .filter(key -> key.table().equals(table))
                .map(Referrer::constraint)
                .toList();
    }

    private List<Referrer> all() {
        List<Referrer> all = new ArrayList<>(foreign.parts());
        all.add(foreign.referrer());
        return all;
    }

    /** Until the key's own swap it refers to the column beside the key. */
    List<Foreseen> foreseen() {
        return all().stream()
                .map(key -> RenamedTexts.referring(key, key.referenced(), List.of(foreign.beside()), second.facts()))
                .toList();
    }

    private String helper() {
        return HelperNames.foreignKey(second.table().name(), foreign.referrer().constraint());
    }

    private static String quoted(String name) {
        return Quoting.identifier(name);
    }
}
