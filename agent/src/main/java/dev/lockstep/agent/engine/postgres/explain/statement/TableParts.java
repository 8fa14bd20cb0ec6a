package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column.Generation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Literals;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.ExpressionReader;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What CREATE TABLE and ALTER TABLE have in common: columns with their defaults and sequences. */
final class TableParts {
    private static final Set<String> INTEGERS = Set.of("int2", "int4", "int8");
    private final Effects effects;
    private final Catalog catalog;
    private final Types types;
    private final Expressions expressions;

    TableParts(Effects effects) {
        this.effects = effects;
        this.catalog = effects.catalog();
        this.types = new Types(catalog);
        this.expressions = new Expressions(catalog);
    }

    /** A column as a table gets it, with a sequence when it needs one. */
    Column column(Relation table, ColumnDefinition definition) {
        types.require(definition.type());
        boolean ofItself = types.user(definition.type()).isEmpty()
                && catalog.find(definition.type().qualified())
                        .filter(each -> each == table)
                        .isPresent();
        if (ofItself) {
            throw new Refusal("42P16", "composite type " + table.name + " cannot be made a member of itself");
        }
        checkName(definition.name());
        if (!definition.collation().isEmpty()) {
            types.requireCollation(definition.collation());
            types.requireCollatable(definition.type());
        }
        Optional<Expression> value = definition.defaultValue();
        value.ifPresent(each -> checkDefault(each, definition.name(), definition.type()));
        if (definition.generation().isIdentity()) {
            checkIdentity(definition.type());
        }
        definition.computedAs().ifPresent(each -> checkComputed(table, definition, each));
        if (definition.serial() || definition.generation().isIdentity()) {
            Relation sequence =
                    sequence(table, definition.name(), definition.generation().isIdentity());
            value = definition.serial()
                    ? Optional.of(ExpressionReader.read("nextval('" + Catalog.shown(sequence) + "'::regclass)"))
                    : value;
        }
        Optional<Expression> kept =
                definition.computedAs().isPresent() ? definition.computedAs() : value.filter(each -> !each.isNull());
        return new Column(
                definition.name(),
                types.resolved(definition.type()),
                definition.collation(),
                definition.notNull(),
                kept.map(expressions::resolved),
                definition.generation(),
                true,
                0);
    }

    private static void checkName(String name) {
        if (Expressions.isSystemColumn(name)) {
            throw new Refusal("42701", "column name \"" + name + "\" conflicts with a system column name");
        }
    }

    private static void checkIdentity(TypeRef type) {
        if (!INTEGERS.contains(type.key())) {
            throw new Refusal("22023", "identity column type must be smallint, integer, or bigint");
        }
    }

    /** Makes a sequence that a column owns. */
    Relation sequence(Relation table, String column, boolean ofIdentity) {
        String name = catalog.chooseName(table.schema, table.name, column, "seq", List.of());
        Relation sequence = catalog.create(Relation.Kind.SEQUENCE, table.schema, name);
        sequence.ownerTable = table.id();
        sequence.ownerColumn = column;
        sequence.ofIdentity = ofIdentity;
        return sequence;
    }

    /** Refuses a default that the server refuses. */
    void checkDefault(Expression value, String column, TypeRef type) {
        if (value.hasQuery()) {
            throw new Refusal("0A000", "cannot use subquery in DEFAULT expression");
        }
        if (!value.columnNames().isEmpty()) {
            throw new Refusal("0A000", "cannot use column reference in DEFAULT expression");
        }
        expressions.checkFunctions(value);
        expressions.requireOperators(value, List.of());
        expressions.refuseAggregates(value, "DEFAULT expressions");
        lockSequences(value);
        Optional<TypeRef> found = expressions.type(value, List.of());
        if (found.isPresent() && !types.assignable(found.get(), type)) {
            throw new Refusal(
                    "42804",
                    "column \"" + column + "\" is of type " + type.shown() + " but default expression is of type "
                            + found.get().shown());
        }
        if (found.isPresent()
                && type.name().equals("numeric")
                && type.modifiers().size() == 2) {
            checkDigits(value, type);
        }
        if (found.isPresent() && found.get().name().equals("unknown")) {
            checkText(value, type);
        }
    }

    private static void checkDigits(Expression value, TypeRef type) {
        String text = value.bare().text();
        if (text.matches("[0-9.]+([eE][0-9]+)?")) {
            java.math.BigDecimal number = new java.math.BigDecimal(text);
            java.math.BigDecimal kept =
                    number.setScale(Math.max(0, type.modifiers().get(1)), java.math.RoundingMode.HALF_UP);
            if (kept.precision() - kept.scale()
                    > type.modifiers().get(0) - type.modifiers().get(1)) {
                throw new Refusal("22003", "numeric field overflow");
            }
        }
    }

    /** A sequence whose name stands in a default is opened to be remembered. */
    void lockSequences(Expression value) {
        for (Expression.Call call : value.calls()) {
            boolean counts =
                    call.function().name().equals("nextval") && call.arguments().size() == 1;
            if (counts
                    && call.arguments().get(0).get(0).kind()
                            == dev.lockstep.agent.engine.postgres.explain.parse.Token.Kind.STRING) {
                Relation sequence =
                        catalog.require(nameIn(call.arguments().get(0).get(0).value()));
                if (catalog.isFrom(14)) {
                    effects.lock(sequence, LockMode.ACCESS_SHARE);
                }
            }
        }
    }

    /** The relation that a text of type regclass names. */
    static QualifiedName nameIn(String text) {
        return new dev.lockstep.agent.engine.postgres.explain.parse.TokenReader(
                        dev.lockstep.agent.engine.postgres.explain.parse.Script.statements(text)
                                .get(0)
                                .tokens())
                .qualifiedName();
    }

    private void checkText(Expression value, TypeRef type) {
        List<dev.lockstep.agent.engine.postgres.explain.parse.Token> tokens =
                value.bare().tokens();
        if (tokens.size() != 1
                || tokens.get(0).kind() != dev.lockstep.agent.engine.postgres.explain.parse.Token.Kind.STRING) {
            return;
        }
        checkText(tokens.get(0).value(), type);
    }

    /** Refuses a text in quotes that is no value of the type. */
    void checkText(String text, TypeRef type) {
        new Literals(types).require(text, type);
    }

    /** Refuses what the server refuses of a column that is computed. */
    void checkComputed(Relation table, ColumnDefinition definition, Expression value) {
        if (value.hasQuery()) {
            throw new Refusal("0A000", "cannot use subquery in column generation expression");
        }
        expressions.check(value, List.of(table));
        expressions.requireOperators(value, table.columns);
        for (String used : value.columnsOf(table.columnNames())) {
            boolean computed = table.column(used)
                    .map(each -> each.generation().isComputed())
                    .orElse(false);
            if (computed || used.equals(definition.name())) {
                throw new Refusal(
                        "42P17", "cannot use generated column \"" + used + "\" in column generation expression");
            }
        }
        if (!expressions.mayBeImmutable(value, table.columns)) {
            throw new Refusal("42P17", "generation expression is not immutable");
        }
        Optional<TypeRef> found = expressions.type(value, table.columns);
        if (found.isPresent() && !types.assignable(found.get(), definition.type())) {
            throw new Refusal(
                    "42804",
                    "column \"" + definition.name() + "\" is of type "
                            + definition.type().shown() + " but default expression is of type "
                            + found.get().shown());
        }
        boolean ownType = types.user(definition.type()).isPresent();
        boolean ownFunction = value.calls().stream()
                .anyMatch(call -> catalog.functions.stream()
                        .anyMatch(each -> each.name().equals(call.function().name())));
        if (definition.generation() == Generation.VIRTUAL && (ownType || ownFunction)) {
            throw new Refusal(
                    "0A000",
                    ownType
                            ? "virtual generated column \"" + definition.name() + "\" cannot have a user-defined type"
                            : "generation expression uses user-defined function");
        }
    }

    /** Whether a new column makes the server write all rows anew. */
    boolean rewritesFor(Column column) {
        if (column.generation() == Generation.STORED || column.generation().isIdentity()) {
            return true;
        }
        if (column.generation() == Generation.VIRTUAL) {
            return false;
        }
        boolean changing = column.defaultValue()
                .map(value -> expressions.volatility(value, List.of()) == 'v')
                .orElse(false);
        return changing || types.constrains(column.type());
    }
}
