package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column.Generation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** ADD COLUMN and the commands that give a column another default, another rule for NULL, or another generation. */
final class ColumnCommands {

    private ColumnCommands() {}

    static void add(TableRun run, ColumnDefinition definition, boolean ifNotExists) {
        Relation table = run.target;
        if (table.partition) {
            throw new Refusal("42809", "cannot add column to a partition");
        }
        if (!table.ofType.isEmpty()) {
            throw new Refusal("42809", "cannot add column to typed table");
        }
        if (ifNotExists && table.column(definition.name()).isPresent()) {
            if (!run.only) {
                run.family();
            }
            return;
        }
        boolean identityBelow = definition.generation().isIdentity()
                && run.hasChildren()
                && !(table.isPartitioned() && run.catalog.isFrom(17));
        if (identityBelow) {
            throw new Refusal("42P16", "cannot recursively add identity column to table that has child tables");
        }
        Column column = new TableParts(run.effects).column(table, definition);
        if (table.kind == Relation.Kind.TABLE) {
            definition.defaultValue().ifPresent(value -> requireLength(run.catalog, value, column));
        }
        Optional<String> notNull = definition.constraints().stream()
                .filter(each -> each.kind() == Constraint.Kind.NOT_NULL)
                .map(ConstraintDefinition::name)
                .findFirst();
        if (run.only && run.hasChildren() && table.column(column.name()).isEmpty()) {
            throw new Refusal("42P16", "column must be added to child tables too");
        }
        notNull.ifPresent(name -> {
            Checks.requireFreeName(table, name);
            table.constraints.put(name, Constraint.notNull(name, column.name(), true));
        });
        put(run, table, column);
    }

    /** The value that rows get is worked out at once, and a text in quotes is not cut for it. */
    private static void requireLength(Catalog catalog, Expression value, Column column) {
        List<Token> tokens = value.bare().tokens();
        TypeRef type = new Types(catalog).base(column.type());
        boolean limited = Set.of("varchar", "bpchar").contains(type.name())
                && type.modifiers().size() == 1;
        boolean text = tokens.size() == 1 && tokens.get(0).kind() == Token.Kind.STRING;
        if (limited
                && text
                && tokens.get(0).value().stripTrailing().length()
                        > type.modifiers().get(0)) {
            throw new Refusal("22001", "value too long for type " + type.shown());
        }
    }

    /** A table below that has the column already keeps it, and so do those below that. */
    private static void put(TableRun run, Relation table, Column column) {
        run.effects.lock(table, run.mode);
        Optional<Column> there = table.column(column.name());
        if (there.isPresent()) {
            boolean below = table != run.target;
            boolean mergeable =
                    below && new Types(run.catalog).sameType(there.get().type(), column.type());
            if (!mergeable) {
                throw below
                        ? new Refusal(
                                "42804",
                                "child table \"" + table.name + "\" has different type for column \"" + column.name()
                                        + "\"")
                        : new Refusal(
                                "42701",
                                "column \"" + column.name() + "\" of relation \"" + table.name + "\" already exists");
            }
            table.replace(
                    column.name(),
                    there.get()
                            .from(
                                    there.get().isInherited() || there.get().local(),
                                    there.get().parents() + 1));
            return;
        }
        boolean own = table == run.target;
        table.columns.add(own ? column : column.from(false, 1));
        TableParts parts = new TableParts(run.effects);
        if (parts.rewritesFor(column)) {
            run.rewrites(table);
        }
        boolean filled =
                column.defaultValue().isPresent() || column.generation().isIdentity();
        boolean virtual = column.generation() == Generation.VIRTUAL;
        filled |= run.catalog.isFrom(13) && new Types(run.catalog).hasDefault(column.type());
        if (column.notNull() && (!filled || virtual)) {
            run.reads(table);
        }
        if (column.notNull() && run.catalog.isFrom(18)) {
            rememberNotNull(run.catalog, table, column.name(), true);
        }
        if (!run.only) {
            run.catalog.childrenOf(table).forEach(child -> put(run, child, column));
        }
    }

    /** From 18 on, NOT NULL is a constraint with a name. */
    static void rememberNotNull(Catalog catalog, Relation table, String column, boolean valid) {
        boolean known = table.constraints.values().stream()
                .anyMatch(each -> each.kind() == Constraint.Kind.NOT_NULL
                        && each.columns().contains(column));
        if (catalog.isFrom(18) && !known) {
            String name = catalog.chooseName(table.schema, table.name, column, "not_null", table.constraints.keySet());
            table.constraints.put(name, Constraint.notNull(name, column, valid));
        }
    }

    static void setDefault(TableRun run, String name, Optional<Expression> value) {
        Column column = run.column(run.target, name);
        if (column.generation().isIdentity()) {
            throw new Refusal(
                    "42601", "column \"" + name + "\" of relation \"" + run.target.name + "\" is an identity column");
        }
        if (column.generation().isComputed()) {
            throw new Refusal(
                    "42601", "column \"" + name + "\" of relation \"" + run.target.name + "\" is a generated column");
        }
        value.ifPresent(each -> new TableParts(run.effects).checkDefault(each, name, column.type()));
        for (Relation table : run.family()) {
            table.column(name)
                    .ifPresent(each -> table.replace(name, each.defaulting(value.filter(one -> !one.isNull()))));
        }
    }

    /** Up to 17 a partitioned table is asked first whether the column has the rule already. */
    static void checkNotNull(TableRun run, String name) {
        if (!run.catalog.isFrom(18) && run.target.isPartitioned()) {
            run.column(run.target, name);
        }
    }

    static void setNotNull(TableRun run, String name) {
        Column column = run.column(run.target, name);
        run.target.constraints.values().stream()
                .filter(each -> each.kind() == Constraint.Kind.NOT_NULL
                        && each.columns().contains(name)
                        && each.noInherit())
                .findFirst()
                .ifPresent(each -> {
                    throw new Refusal(
                            "0A000", "cannot change NO INHERIT status of NOT NULL constraint \"" + each.name() + "\"");
                });
        boolean known = column.notNull() && notNullIsValid(run.target, name);
        if (known && !run.catalog.isFrom(12)) {
            return;
        }
        boolean onlyParent = run.only && run.target.isPartitioned() && run.hasChildren() && !column.notNull();
        if (onlyParent && childLacks(run, name)) {
            throw new Refusal("42P16", "constraint must be added to child tables too");
        }
        if (known && (run.catalog.isFrom(18) || run.target.isPartitioned() && run.hasChildren())) {
            return; // the parts have it too, and are left alone
        }
        for (Relation table : run.family()) {
            table.column(name).ifPresent(each -> setNotNull(run, table, each));
        }
    }

    private static boolean childLacks(TableRun run, String name) {
        return run.catalog.childrenOf(run.target).stream()
                .anyMatch(child -> child.column(name).stream().noneMatch(Column::notNull));
    }

    private static boolean notNullIsValid(Relation table, String column) {
        return table.constraints.values().stream()
                .filter(each -> each.kind() == Constraint.Kind.NOT_NULL
                        && each.columns().contains(column))
                .allMatch(Constraint::valid);
    }

    static void setNotNull(TableRun run, Relation table, Column column) {
        boolean proved = column.notNull() && notNullIsValid(table, column.name());
        if (!proved && !Checks.proveNotNull(table, column.name())) {
            run.reads(table);
        }
        table.replace(column.name(), column.notNull(true));
        table.constraints.replaceAll((key, each) ->
                each.kind() == Constraint.Kind.NOT_NULL && each.columns().contains(column.name())
                        ? each.validated()
                        : each);
        rememberNotNull(run.catalog, table, column.name(), true);
    }

    static void dropNotNull(TableRun run, String name) {
        Relation target = run.target;
        Column column = run.column(target, name);
        if (!column.notNull()) {
            if (!run.catalog.isFrom(18)) {
                run.family();
            }
            return;
        }
        if (column.generation().isIdentity()) {
            throw new Refusal(
                    "42601", "column \"" + name + "\" of relation \"" + target.name + "\" is an identity column");
        }
        boolean ofParent = target.partition
                && run.catalog
                        .get(target.parents.get(0))
                        .column(name)
                        .map(Column::notNull)
                        .orElse(false);
        if (target.primaryKey().map(each -> each.columns().contains(name)).orElse(false)
                && !(ofParent && run.catalog.isFrom(18))) {
            throw new Refusal("42P16", "column \"" + name + "\" is in a primary key");
        }
        if (ofParent) {
            throw new Refusal("42P16", "column \"" + name + "\" is marked NOT NULL in parent table");
        }
        boolean findsRows = run.catalog.has(target.replicaIndex)
                && run.catalog
                        .get(target.replicaIndex)
                        .indexShape()
                        .keyColumns()
                        .contains(name);
        if (findsRows) {
            throw new Refusal("42P16", "column \"" + name + "\" is in index used as replica identity");
        }
        Optional<Constraint> ofAbove = target.constraints.values().stream()
                .filter(each -> each.kind() == Constraint.Kind.NOT_NULL
                        && each.columns().contains(name)
                        && each.inherited())
                .findFirst();
        ofAbove.ifPresent(each -> {
            throw new Refusal(
                    "42P16",
                    "cannot drop inherited constraint \"" + each.name() + "\" of relation \"" + target.name + "\"");
        });
        boolean onlyParent = run.only && target.isPartitioned() && run.hasChildren();
        if (onlyParent && run.catalog.isFrom(18)) {
            run.effects.lock(run.catalog.childrenOf(target), LockMode.ACCESS_EXCLUSIVE);
            dropNotNull(target, name);
            return;
        }
        if (onlyParent) {
            throw new Refusal(
                    "42P16", "cannot remove constraint from only the partitioned table when partitions exist");
        }
        run.family().forEach(table -> dropNotNull(table, name));
    }

    private static void dropNotNull(Relation table, String name) {
        table.column(name).ifPresent(each -> table.replace(name, each.notNull(false)));
        table.constraints
                .values()
                .removeIf(each -> each.kind() == Constraint.Kind.NOT_NULL
                        && each.columns().contains(name));
    }

    static void addIdentity(TableRun run, String name, Generation generation) {
        Column column = run.column(run.target, name);
        refuseOfPart(run, "add identity to a column");
        String where = "column \"" + name + "\" of relation \"" + run.target.name + "\"";
        if (!Set.of("int2", "int4", "int8").contains(column.type().key())) {
            throw new Refusal("22023", "identity column type must be smallint, integer, or bigint");
        }
        if (!column.notNull()) {
            throw new Refusal("55000", where + " must be declared NOT NULL before identity can be added");
        }
        if (column.generation().isIdentity()) {
            throw new Refusal("55000", where + " is already an identity column");
        }
        if (column.defaultValue().isPresent()) {
            throw new Refusal("55000", where + " already has a default value");
        }
        lockParts(run);
        new TableParts(run.effects).sequence(run.target, name, true);
        run.target.replace(name, column.generated(generation));
    }

    /** From 17 on the partitions count with the whole. */
    private static void lockParts(TableRun run) {
        if (run.target.isPartitioned() && run.catalog.isFrom(17)) {
            run.family();
        }
    }

    private static void refuseOfPart(TableRun run, String what) {
        if (run.target.partition && run.catalog.isFrom(17)) {
            throw new Refusal("42P16", "cannot " + what + " of a partition");
        }
    }

    static void changeIdentity(TableRun run, String name, Optional<Generation> generation) {
        Column column = run.column(run.target, name);
        refuseOfPart(run, "change identity column");
        if (!column.generation().isIdentity()) {
            throw new Refusal(
                    "55000",
                    "column \"" + name + "\" of relation \"" + run.target.name + "\" is not an identity column");
        }
        run.catalog
                .sequenceOf(run.target, name)
                .ifPresent(each -> run.effects.lock(each, LockMode.SHARE_ROW_EXCLUSIVE));
        generation.ifPresent(each -> {
            lockParts(run);
            run.target.replace(name, column.generated(each));
        });
    }

    static void dropIdentity(TableRun run, String name, boolean ifExists) {
        Column column = run.column(run.target, name);
        if (run.target.partition && run.catalog.isFrom(17)) {
            throw new Refusal("42P16", "cannot drop identity from a column of a partition");
        }
        if (!column.generation().isIdentity()) {
            if (ifExists) {
                return;
            }
            throw new Refusal(
                    "55000",
                    "column \"" + name + "\" of relation \"" + run.target.name + "\" is not an identity column");
        }
        run.catalog.sequenceOf(run.target, name).ifPresent(each -> {
            run.effects.lock(each, LockMode.ACCESS_EXCLUSIVE);
            run.catalog.remove(each.id());
        });
        lockParts(run);
        run.target.replace(name, column.generated(Generation.NONE));
    }

    static void dropExpression(TableRun run, String name, boolean ifExists) {
        Column column = run.column(run.target, name);
        boolean from18 = run.catalog.isFrom(18);
        if (run.only && run.hasChildren()) {
            throw new Refusal("42P16", "ALTER TABLE / DROP EXPRESSION must be applied to child tables too");
        }
        if (column.isInherited()) {
            throw new Refusal("42P16", "cannot drop generation expression from inherited column");
        }
        if (!column.generation().isComputed()) {
            if (ifExists) {
                run.family();
                return;
            }
            throw new Refusal(
                    "55000",
                    "column \"" + name + "\" of relation \"" + run.target.name + "\" is not a "
                            + (from18 ? "" : "stored ") + "generated column");
        }
        if (column.generation() == Generation.VIRTUAL) {
            throw new Refusal("0A000", "ALTER TABLE / DROP EXPRESSION is not supported for virtual generated columns");
        }
        for (Relation table : run.family()) {
            table.column(name)
                    .ifPresent(each ->
                            table.replace(name, each.generated(Generation.NONE).defaulting(Optional.empty())));
        }
    }

    static void setExpression(TableRun run, String name, Expression value) {
        Column column = run.column(run.target, name);
        if (!column.generation().isComputed()) {
            throw new Refusal(
                    "55000",
                    "column \"" + name + "\" of relation \"" + run.target.name + "\" is not a generated column");
        }
        boolean virtual = column.generation() == Generation.VIRTUAL;
        boolean checked = run.target.constraints.values().stream()
                .anyMatch(each ->
                        each.kind() == Constraint.Kind.CHECK && each.columns().contains(name));
        if (virtual && checked) {
            throw new Refusal(
                    "0A000",
                    "ALTER TABLE / SET EXPRESSION is not supported for virtual generated columns in tables with check constraints");
        }
        ColumnDefinition definition = new ColumnDefinition(
                name,
                column.type(),
                false,
                "",
                false,
                Optional.empty(),
                column.generation(),
                Optional.of(value),
                java.util.List.of());
        Relation without = run.target;
        without.replace(name, column.generated(Generation.NONE));
        new TableParts(run.effects).checkComputed(without, definition, value);
        without.replace(name, column);
        for (Relation table : run.family()) {
            table.column(name).ifPresent(each -> table.replace(name, each.defaulting(Optional.of(value))));
            if (!virtual) {
                run.rewrites(table);
            }
        }
    }
}
