package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column.Generation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.List;
import java.util.Optional;

/** ALTER COLUMN … TYPE: what must be written, built and proved again. */
final class TypeChange {
    private final TableRun run;
    private final Catalog catalog;
    private final Types types;
    private final String name;
    private final TypeRef type;
    private final String collation;
    private final Optional<Expression> using;

    TypeChange(TableRun run, String name, TypeRef type, String collation, Optional<Expression> using) {
        this.run = run;
        this.catalog = run.catalog;
        this.types = new Types(run.catalog);
        this.name = name;
        this.type = types.resolved(type);
        this.collation = collation;
        this.using = using;
    }

    /** What the server looks at before any command of the statement has done anything. */
    void check() {
        Relation target = run.target;
        using.ifPresent(each -> checkUsing(each, target));
        Column column = run.column(target, name);
        if (!target.ofType.isEmpty()) {
            throw new Refusal("42809", "cannot alter column type of typed table");
        }
        if (column.isInherited()) {
            throw new Refusal("42P16", "cannot alter inherited column \"" + name + "\"");
        }
        for (Relation each : catalog.family(target)) {
            if (each.partitionColumns().contains(name)) {
                throw new Refusal(
                        "42P16",
                        "cannot alter column \"" + name + "\" because it is part of the partition key of relation \""
                                + each.name + "\"");
            }
        }
        types.require(type);
        if (column.generation().isComputed() && using.isPresent()) {
            throw new Refusal("42611", "cannot specify USING when altering type of generated column");
        }
        if (column.generation().isIdentity() && !List.of("int2", "int4", "int8").contains(type.key())) {
            throw new Refusal("22023", "identity column type must be smallint, integer, or bigint");
        }
        checkConversion(column);
        if (run.only && run.hasChildren()) {
            throw new Refusal("42P16", "type of inherited column \"" + name + "\" must be changed in child tables too");
        }
    }

    /** Before it there was {@link #check()}. */
    void apply() {
        if (!run.retyped.add(name)) {
            throw new Refusal("0A000", "cannot alter type of column \"" + name + "\" twice");
        }
        checkDefault(run.column(run.target, name));
        for (Relation table : run.family()) {
            table.column(name).ifPresent(each -> change(table, each));
        }
    }

    private void checkUsing(Expression expression, Relation target) {
        if (expression.hasQuery()) {
            throw new Refusal("0A000", "cannot use subquery in transform expression");
        }
        Expressions expressions = new Expressions(catalog);
        expressions.refuseAggregates(expression, "transform expressions");
        expressions.check(expression, List.of(target));
        expressions.requireOperators(expression, target.columns);
    }

    private void checkConversion(Column column) {
        Optional<TypeRef> from = using.isPresent()
                ? new Expressions(catalog).type(using.get(), run.target.columns)
                : Optional.of(column.type());
        boolean foreign = run.target.kind == Relation.Kind.FOREIGN_TABLE;
        if (foreign && using.isPresent()) {
            throw new Refusal("42809", "\"" + run.target.name + "\" is not a table");
        }
        if (!foreign && from.isPresent() && !types.assignable(from.get(), type)) {
            throw new Refusal(
                    "42804",
                    using.isPresent()
                            ? "result of USING clause for column \"" + name + "\" cannot be cast automatically to type "
                                    + type.shown()
                            : "column \"" + name + "\" cannot be cast automatically to type " + type.shown());
        }
    }

    private void checkDefault(Column column) {
        boolean hasDefault = column.defaultValue().isPresent() && column.generation() == Generation.NONE;
        TypeRef ofDefault = hasDefault ? typeOfDefault(column) : type;
        if (!types.assignable(ofDefault, type)) {
            throw new Refusal(
                    "42804",
                    "default for column \"" + name + "\" cannot be cast automatically to type " + type.shown());
        }
    }

    /** A constant in quotes has been given the type of the column. */
    private TypeRef typeOfDefault(Column column) {
        Optional<TypeRef> found = column.defaultValue().flatMap(each -> new Expressions(catalog).type(each, List.of()));
        return found.filter(each -> !each.name().equals("unknown")).orElse(column.type());
    }

    private void change(Relation table, Column column) {
        refuseDependents(table);
        Column changed = column.typed(type, collation);
        refuseBrokenExpressions(table, changed);
        column.defaultValue()
                .filter(value -> catalog.isFrom(14))
                .ifPresent(value -> new TableParts(run.effects).lockSequences(value));
        if (rewrites(table, column)) {
            run.rewrites(table);
        }
        boolean collationChanges = !collation.equals(column.collation())
                && !(collation.isEmpty() && column.collation().equals("default"));
        rebuildIndexes(table, column, collationChanges);
        recheckConstraints(table, column, changed);
        if (column.generation().isIdentity()) {
            catalog.sequenceOf(table, name).ifPresent(each -> run.effects.lock(each, LockMode.SHARE_ROW_EXCLUSIVE));
        }
        table.replace(name, changed);
    }

    private boolean rewrites(Relation table, Column column) {
        if (column.generation() == Generation.VIRTUAL) {
            return false;
        }
        if (column.generation() == Generation.STORED) {
            return types.path(column.type(), type) != Types.Path.SAME || !types.sameType(column.type(), type);
        }
        if (using.isEmpty()) {
            return types.path(column.type(), type) != Types.Path.SAME;
        }
        Expression expression = using.get().bare();
        TypeRef from = type;
        for (Optional<TypeRef> cast = expression.castTo(); cast.isPresent(); cast = expression.castTo()) {
            if (types.path(cast.get(), from) != Types.Path.SAME) {
                return true;
            }
            from = cast.get();
            expression = expression.castOperand();
        }
        boolean itself =
                expression.tokens().size() == 1 && expression.tokens().get(0).isName() && !expression.isNull();
        Optional<Column> source =
                itself ? table.column(expression.tokens().get(0).value()) : Optional.empty();
        return source.isEmpty()
                || !source.get().name().equals(name)
                || types.path(source.get().type(), from) != Types.Path.SAME;
    }

    private void refuseDependents(Relation table) {
        if (!catalog.isFrom(15)) {
            refuseComputedFrom(table);
        }
        boolean viewed = catalog.viewsOn(table).stream()
                .anyMatch(view -> view.uses.contains(new Relation.Use(table.id(), name)));
        if (viewed) {
            throw new Refusal("0A000", "cannot alter type of a column used by a view or rule");
        }
        Relation.Use use = new Relation.Use(table.id(), name);
        boolean ruled = catalog.relations().stream()
                .flatMap(each -> each.rules.values().stream())
                .anyMatch(each -> each.needs().uses().contains(use));
        if (ruled) {
            throw new Refusal("0A000", "cannot alter type of a column used by a view or rule");
        }
        boolean guarded = catalog.relations().stream()
                .flatMap(each -> each.policies.values().stream())
                .anyMatch(each -> each.uses().contains(use));
        if (guarded) {
            throw new Refusal("0A000", "cannot alter type of a column used in a policy definition");
        }
        if (table.triggers.values().stream().anyMatch(each -> each.columns().contains(name))) {
            throw new Refusal("0A000", "cannot alter type of a column used in a trigger definition");
        }
        refuseComputedFrom(table);
    }

    private void refuseComputedFrom(Relation table) {
        boolean computedFrom = table.columns.stream()
                .filter(each -> each.generation().isComputed() && !each.name().equals(name))
                .anyMatch(each -> each.defaultValue()
                        .map(value -> !value.columnsOf(List.of(name)).isEmpty())
                        .orElse(false));
        if (computedFrom) {
            throw new Refusal(
                    catalog.isFrom(15) ? "0A000" : "42601", "cannot alter type of a column used by a generated column");
        }
    }

    /** What is written about a column may make no sense for another type. */
    private void refuseBrokenExpressions(Relation table, Column changed) {
        List<Column> columns = table.columns.stream()
                .map(each -> each.name().equals(name) ? changed : each)
                .toList();
        table.constraints
                .values()
                .forEach(each -> each.check().ifPresent(check -> requireSense(table, columns, check)));
        for (Relation index : catalog.indexesOf(table)) {
            Relation.IndexShape shape = index.indexShape();
            shape.keys().forEach(each -> requireImmutable(requireSense(table, columns, each), "index expression"));
            shape.condition()
                    .ifPresent(each -> requireImmutable(requireSense(table, columns, each), "index predicate"));
        }
    }

    /** How changeable the operators of a kept expression are with the other type. */
    private char requireSense(Relation table, List<Column> changed, Expression kept) {
        if (kept.columnsOf(List.of(name)).isEmpty()) {
            return 'i';
        }
        Expressions expressions = new Expressions(catalog);
        expressions.requireSense(kept, changed);
        return expressions.requireKept(kept, table.columns, name, type);
    }

    private static void requireImmutable(char volatility, String what) {
        if (volatility != 'i') {
            throw new Refusal("42P17", "functions in " + what + " must be marked IMMUTABLE");
        }
    }

    private void rebuildIndexes(Relation table, Column column, boolean collationChanges) {
        for (Relation index : catalog.indexesOf(table)) {
            if (!index.indexShape().allColumns().contains(name)) {
                continue;
            }
            run.effects.lock(index, LockMode.ACCESS_EXCLUSIVE);
            Relation.IndexShape shape = index.indexShape();
            String written = shape.operatorClasses().getOrDefault(name, "");
            if (!written.isEmpty()) {
                types.requireOperatorClass(written, shape.method(), type);
            }
            Optional<String> now = written.isEmpty() ? types.operatorClass(type, shape.method()) : Optional.of(written);
            if (now.isEmpty() && shape.keyColumns().contains(name)) {
                throw new Refusal(
                        "42704",
                        "data type " + type.shown() + " has no default operator class for access method \""
                                + shape.method() + "\"");
            }
            boolean same = !collationChanges
                    && (!written.isEmpty() || now.equals(types.operatorClass(column.type(), shape.method())));
            boolean key = shape.keyColumns().contains(name);
            boolean reused =
                    !shape.onExpressions() && shape.condition().isEmpty() && index.parentIndex == 0 && (same || !key);
            if (!reused && table.hasRows()) {
                run.builds(index);
            }
        }
    }

    private void recheckConstraints(Relation table, Column column, Column changed) {
        ForeignKeys keys = new ForeignKeys(run.effects);
        boolean again = ForeignKeys.mustLookAgain(types, column, changed);
        for (Constraint each : List.copyOf(table.constraints.values())) {
            if (each.kind() == Constraint.Kind.CHECK
                    && each.columns().contains(name)
                    && each.valid()
                    && each.enforced()) {
                run.reads(table);
            }
            if (each.kind() == Constraint.Kind.FOREIGN_KEY && each.columns().contains(name)) {
                requireComparable(
                        changed,
                        catalog.get(each.references()),
                        each.referenced().get(each.columns().indexOf(name)),
                        each);
                keys.lockForNewTypes(each);
                recheck(table, each, again);
            }
        }
        for (Catalog.Held held : catalog.referencesTo(table)) {
            if (held.constraint().referenced().contains(name)) {
                String referring = held.constraint()
                        .columns()
                        .get(held.constraint().referenced().indexOf(name));
                if (!(held.table() == table && referring.equals(name))) {
                    requireComparable(held.table().column(referring).orElseThrow(), changed, held.constraint());
                }
                keys.lockBoth(held.table(), held.constraint(), true);
                recheck(held.table(), held.constraint(), again);
            }
        }
    }

    private void recheck(Relation table, Constraint constraint, boolean again) {
        boolean checked = constraint.valid() && constraint.enforced() && !constraint.inherited();
        if (checked && again) {
            run.checksForeignKey(table, constraint);
        } else if (checked) {
            run.checksForeignKeyWhenRewritten(table, constraint);
        }
    }

    private void requireComparable(Column referring, Relation referenced, String column, Constraint constraint) {
        requireComparable(referring, referenced.column(column).orElseThrow(), constraint);
    }

    private void requireComparable(Column referring, Column referenced, Constraint constraint) {
        if (!types.comparable(referring.type(), referenced.type())) {
            throw new Refusal(
                    "42804",
                    "foreign key constraint \"" + constraint.name() + "\" cannot be implemented: key columns \""
                            + referring.name() + "\" and \"" + referenced.name() + "\" are of incompatible types: "
                            + referring.type().shown() + " and "
                            + referenced.type().shown());
        }
    }
}
