package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * A table that gets another name, which a view has until then.
 *
 * @param to the new name
 */
record TableRename(TableFacts table, TableName to, Facts facts, PlanTarget target) {

    List<StepDraft> inOrder() {
        return target.versioned()
                ? List.of(swap(List.of()))
                : List.of(view(), swap(List.of("DROP VIEW " + target.table(to))));
    }

    /** Where the server can do that, it asks for rights of the view's users on the table too; else the view has the same rights, and its owner reads and writes for them. */
    private StepDraft view() {
        String view = target.table(to);
        List<String> sql = new ArrayList<>();
        sql.add("CREATE VIEW %s%s AS SELECT %s FROM %s"
                .formatted(
                        view,
                        actsForItsUsers() ? " WITH (security_invoker = true)" : "",
                        Quoting.identifiers(table.traits().standIn().columns()),
                        target.table(table.name())));
        sql.addAll(table.traits().standIn().rightsOn(view));
        return StepDraft.transactional(
                table.name(),
                Phase.EXPAND,
                "create view %s, for %s under its new name"
                        .formatted(to.shown(), table.name().shown()),
                "",
                sql,
                Undos.transactional("DROP VIEW " + view),
                "old and new applications each find the name that they know");
    }

    private boolean actsForItsUsers() {
        return facts.version().viewsActForTheirUsers()
                && !table.traits().standIn().readByColumn();
    }

    /** @param before what goes first */
    private StepDraft swap(List<String> before) {
        List<String> sql = new ArrayList<>(before);
        sql.add("ALTER TABLE %s RENAME TO %s".formatted(target.table(table.name()), Quoting.identifier(to.name())));
        return StepDraft.transactional(
                        table.name(),
                        Phase.CONTRACT,
                        "let %s take over the name %s".formatted(table.name().shown(), to.shown()),
                        before.isEmpty()
                                ? Locks.accessExclusive(table.name())
                                : Locks.both(Locks.accessExclusive(to), Locks.accessExclusive(table.name())),
                        sql,
                        Undos.irreversible("CONTRACT only goes forward: nobody uses the old name any more"),
                        "the old name goes when nobody uses it; the table keeps all that hangs on it")
                .foreseeing(foreseen());
    }

    /** Copies have neither indexes nor foreign keys nor triggers nor policies, and live sequences say whose they are. */
    private List<Foreseen> foreseen() {
        List<Foreseen> changes = new ArrayList<>();
        changes.add(Foreseen.moved(table.name(), to, this::referring));
        for (Referrer referrer : table.traits().referrers()) {
            if (!referrer.table().equals(table.name())) {
                changes.add(Foreseen.changed(referrer.table().constraintPath(referrer.constraint()), this::referring));
            }
        }
        for (Partition partition : table.traits().partitioning().partitionsOf(table.name())) {
            changes.add(Foreseen.changed(partition.table().path(), this::partition));
        }
        for (Dependent dependent : table.dependents()) {
            if (dependent.kind() == Dependent.Kind.OWN_SEQUENCE) {
                String path =
                        "sequence:" + table.name().sibling(dependent.name()).shown();
                changes.add(Foreseen.changed(
                        path,
                        live -> replaceLast(
                                live, " owned by " + written(table.name()) + ".", " owned by " + written(to) + ".")));
            }
        }
        return changes;
    }

    /** A foreign key that says the table's name; everything else as it is. */
    private String referring(String live) {
        return live.startsWith("FOREIGN KEY ")
                ? replaceLast(live, " REFERENCES " + written(table.name()) + "(", " REFERENCES " + written(to) + "(")
                : live;
    }

    /** What a partition says of the whole; what is said of the partition itself, such as a comment, no copy has. */
    private String partition(String live) {
        String from = " partition of " + written(table.name()) + " ";
        int at = live.indexOf(from);
        return at < 0
                ? live
                : live.substring(0, at) + " partition of " + written(to) + " " + live.substring(at + from.length());
    }

    private static String replaceLast(String text, String from, String to) {
        int at = text.lastIndexOf(from);
        return at < 0 ? text : text.substring(0, at) + to + text.substring(at + from.length());
    }

    /** As the server writes it when nothing is in its search path. */
    private String written(TableName name) {
        return facts.written(List.of(name.schema())) + "." + facts.written(List.of(name.name()));
    }

    /** The node afterwards. */
    Facts after() {
        return facts.without(table).with(table.named(to)).withRelation(to);
    }
}
