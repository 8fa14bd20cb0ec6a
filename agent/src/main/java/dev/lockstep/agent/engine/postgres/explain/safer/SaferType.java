package dev.lockstep.agent.engine.postgres.explain.safer;

import dev.lockstep.agent.engine.postgres.TypePair;
import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** ALTER COLUMN … TYPE: noted in place, or by way of a second column, where change_type bears what hangs on the column. */
final class SaferType {
    private static final Set<Constraint.Kind> BOUND =
            EnumSet.of(Constraint.Kind.FOREIGN_KEY, Constraint.Kind.EXCLUSION);
    private static final Set<String> NARROWER = Set.of("int2", "int4");

    private final Scene scene;
    private final Catalog catalog;
    private final Relation table;
    private final TokenReader reader;
    private final Types types;

    SaferType(Scene scene, Relation table, TokenReader reader) {
        this.scene = scene;
        this.catalog = scene.before();
        this.table = table;
        this.reader = reader;
        this.types = new Types(scene.before());
    }

    private SaferOperation on(String operation, String column) {
        return new SaferOperation(operation).with("table", Scene.named(table)).with("column", column);
    }

    /** After TYPE. */
    Optional<List<SaferOperation>> change(String name) {
        TypeRef type = types.resolved(TypeReader.read(reader));
        String collation = reader.accept("COLLATE") ? reader.qualifiedName().name() : "";
        Optional<Expression> using = reader.accept("USING")
                ? Optional.of(new Expression(reader.until(token -> token.isSign(","))))
                : Optional.empty();
        Optional<Column> found = table.column(name);
        if (found.isEmpty() || !collation.equals(own(found.get().collation()))) {
            return Optional.empty();
        }
        Column column = found.get();
        Optional<Expression> up = using.filter(each -> !isPlainCast(each, column, type));
        boolean same =
                types.sameType(column.type(), type) && column.type().modifiers().equals(type.modifiers());
        if (up.isEmpty() && same) {
            return Optional.of(List.of());
        }
        boolean possible = !types.constrains(type)
                && isPlainlyWritten(type)
                && !same
                && !column.generation().isComputed();
        if (!possible || isReferring(name)) {
            return Optional.empty();
        }
        if (up.isEmpty() && isWidened(name, type)) {
            return Optional.of(List.of(on("widen_key", name)));
        }
        boolean noted = up.isEmpty() && isNoted(column, type);
        Optional<Expression> ownDefault =
                scene.after().get(table.id()).column(name).flatMap(Column::defaultValue);
        boolean keptDefault = ownDefault.equals(column.defaultValue());
        boolean borne = keptDefault
                ? noted || up.isEmpty() || ownDefault.isEmpty()
                : !noted && ownDefault.filter(SaferTable::isConstant).isPresent();
        if (isReferred(name) || !borne || !(noted || hasSecond(column, type, up))) {
            return Optional.empty();
        }
        SaferOperation operation = on("change_type", name).forPostgres("type", type.written());
        up.ifPresent(each -> operation.forPostgres("up", each.text()));
        ownDefault.filter(each -> !keptDefault).ifPresent(each -> operation.forPostgres("default", each.text()));
        return Optional.of(List.of(operation));
    }

    /** Change files have neither fields of intervals nor lengths of what is in an array. */
    private static boolean isPlainlyWritten(TypeRef type) {
        return type.modifiers().stream().allMatch(each -> each >= 0)
                && (!type.isArray() || type.modifiers().isEmpty());
    }

    private static String own(String collation) {
        return collation.equals("default") ? "" : collation;
    }

    /** What the server would do without USING, too. */
    private boolean isPlainCast(Expression using, Column column, TypeRef type) {
        boolean toType =
                using.castTo().map(each -> types.resolved(each).equals(type)).orElse(true);
        String operand = using.castOperand().bare().text().replace("\"", "");
        return toType && operand.equals(column.name()) && types.assignable(column.type(), type);
    }

    /** Whether other columns give it its type, or an exclusion compares it. */
    private boolean isReferring(String column) {
        return table.constraints.values().stream()
                .filter(each -> BOUND.contains(each.kind()))
                .anyMatch(each -> each.columns().contains(column));
    }

    private Stream<Catalog.Held> referring(String column) {
        return catalog.referencesTo(table).stream()
                .filter(each -> each.constraint().referenced().contains(column));
    }

    private boolean isReferred(String column) {
        return referring(column).findAny().isPresent();
    }

    private boolean isKey(String column) {
        return table.primaryKey()
                .filter(each -> each.columns().contains(column))
                .isPresent();
    }

    private boolean isWidened(String column, TypeRef type) {
        boolean single = Scene.keyOf(table).equals(List.of(column));
        boolean narrower = table.column(column)
                .filter(each -> NARROWER.contains(each.type().key()))
                .isPresent();
        boolean borne = referring(column)
                .allMatch(each -> each.constraint().valid()
                        && each.constraint().columns().size() == 1
                        && scene.isOrdinary(each.table())
                        && each.table()
                                .column(each.constraint().columns().get(0))
                                .filter(from -> NARROWER.contains(from.type().key()))
                                .isPresent());
        return single
                && narrower
                && borne
                && !table.isPartitioned()
                && type.key().equals("int8");
    }

    /** Whether the server leaves rows and indexes as they are, and only notes the type. */
    private boolean isNoted(Column column, TypeRef type) {
        boolean rebuilt = Stream.concat(Stream.of(table), catalog.family(table).stream())
                .flatMap(each -> catalog.indexesOf(each).stream())
                .map(Relation::indexShape)
                .filter(each -> each.allColumns().contains(column.name()))
                .anyMatch(each -> table.isPartitioned()
                        || each.onExpressions()
                        || each.condition().isPresent());
        return !rebuilt && new TypePair(column.type().written(), type.written()).isInPlace();
    }

    /** Whether a second column can take the place of the first one. */
    private boolean hasSecond(Column column, TypeRef type, Optional<Expression> up) {
        String name = column.name();
        boolean movable = table.constraints.values().stream()
                .filter(each -> each.columns().contains(name))
                .allMatch(each -> each.valid() && !each.noInherit());
        boolean plainIndexes = catalog.indexesOf(table).stream()
                .filter(each -> each.indexShape().allColumns().contains(name))
                .allMatch(each -> each.valid
                        && each.id() != table.replicaIndex
                        && (!each.indexShape().unique() || each.indexShape().immediate()));
        boolean counted = catalog.statistics.values().stream()
                .anyMatch(each -> each.table() == table.id() && each.columns().contains(name));
        boolean numbered = column.generation().isIdentity()
                || catalog.sequenceOf(table, name).isPresent();
        return !table.isPartitioned()
                && !isKey(name)
                && scene.hasKey(table)
                && movable
                && plainIndexes
                && !counted
                && !numbered
                && isConstant(column, type, up);
    }

    /** Whether a value always becomes the same one, whatever the session has set; without USING on the way back, too. */
    private boolean isConstant(Column column, TypeRef type, Optional<Expression> up) {
        Expressions expressions = new Expressions(catalog);
        if (up.isPresent()) {
            Optional<TypeRef> result = expressions.type(up.get(), table.columns);
            return expressions.volatility(up.get(), table.columns) == 'i'
                    && result.map(each -> expressions.castVolatility(each, type) == 'i')
                            .orElse(true);
        }
        return types.castable(type, column.type())
                && expressions.castVolatility(column.type(), type) == 'i'
                && expressions.castVolatility(type, column.type()) == 'i';
    }
}
