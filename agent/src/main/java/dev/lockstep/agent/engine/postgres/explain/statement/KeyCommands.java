package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint.Kind;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.catalog.UserType;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ADD of constraints that an index stands behind. */
final class KeyCommands {
    private KeyCommands() {}

    /** UNIQUE, PRIMARY KEY and EXCLUDE: an index with a name of its own. */
    static void add(TableRun run, ConstraintDefinition definition) {
        Relation table = run.target;
        if (table.kind == Relation.Kind.FOREIGN_TABLE) {
            throw new Refusal(
                    run.catalog.isFrom(13) ? "0A000" : "42809",
                    definition.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
                            + " constraints are not supported on foreign tables");
        }
        if (run.target.partition
                && definition.kind() == Kind.PRIMARY_KEY
                && definition.usingIndex().isEmpty()
                && table.primaryKey().isPresent()) {
            throw twoKeys(table);
        }
        if (run.only && table.isPartitioned() && run.hasChildren() && !run.catalog.isFrom(11)) {
            throw new Refusal("0A000", "constraint must be added to child tables too");
        }
        if (definition.has("NOT ENFORCED")) {
            throw new Refusal("0A000", definition.kind() + " constraints cannot be marked NOT ENFORCED");
        }
        if (!definition.usingIndex().isEmpty()) {
            takeIndex(run, definition);
            return;
        }
        long distinct = definition.columns().stream().distinct().count();
        if (distinct < definition.columns().size()) {
            throw new Refusal(
                    "42701",
                    "column appears twice in " + (definition.kind() == Kind.UNIQUE ? "unique" : "primary key")
                            + " constraint");
        }
        if (definition.has("WITHOUT OVERLAPS")) {
            checkSpan(run, definition);
        }
        if (definition.kind() == Kind.EXCLUSION && table.isPartitioned() && !run.catalog.isFrom(17)) {
            throw new Refusal("0A000", "exclusion constraints are not supported on partitioned tables");
        }
        if (definition.kind() == Kind.PRIMARY_KEY) {
            if (table.primaryKey().isPresent()) {
                throw twoKeys(table);
            }
            keyIsNotNull(run, definition.columns());
        }
        if (run.catalog.isFrom(18)) {
            run.family();
        }
        LockMode mode = run.catalog.isFrom(18) ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE;
        if (!definition.name().isEmpty()) {
            run.catalog.requireFreeName(table.schema, definition.name());
            Checks.requireFreeName(table, definition.name());
        }
        Relation index =
                new Indexes(run.effects).create(table, wanted(definition, !run.isRewritten(table), run.only), mode);
        if (definition.kind() == Kind.EXCLUSION) {
            checkExclusion(run, definition);
        }
        record(run.catalog, table, definition, index);
    }

    private static void checkExclusion(TableRun run, ConstraintDefinition definition) {
        Expressions expressions = new Expressions(run.catalog);
        for (int i = 0; i < definition.elements().size(); i++) {
            String operator = definition.operators().get(i);
            Optional<TypeRef> type = expressions.type(definition.elements().get(i), run.target.columns);
            if (!operator.isEmpty() && type.isPresent()) {
                expressions.requireExclusion(operator, definition.method(), type.get());
            }
        }
    }

    /** The last column of a key WITHOUT OVERLAPS. */
    private static void checkSpan(TableRun run, ConstraintDefinition definition) {
        List<String> columns = definition.columns();
        if (columns.size() < 2) {
            throw new Refusal("42601", "constraint using WITHOUT OVERLAPS needs at least two columns");
        }
        String last = columns.get(columns.size() - 1);
        Optional<TypeRef> type = run.target.column(last).map(each -> new Types(run.catalog).base(each.type()));
        boolean span = type.map(each -> each.name().endsWith("range")
                        || new Types(run.catalog)
                                .user(each)
                                .filter(user -> user.kind() == UserType.Kind.OTHER)
                                .isPresent())
                .orElse(true);
        if (!span) {
            throw new Refusal("42804", "column \"" + last + "\" in WITHOUT OVERLAPS is not a range or multirange type");
        }
    }

    /** The constraint of an index and of its parts. */
    static void record(Catalog catalog, Relation table, ConstraintDefinition definition, Relation index) {
        table.constraints.put(
                index.name,
                Constraint.ofIndex(
                        index.name, definition.kind(), index.indexShape().keyColumns(), index.id()));
        for (Relation part : catalog.partsOf(index)) {
            Relation partition = catalog.get(part.table);
            record(catalog, partition, definition, part);
            partition.constraints.computeIfPresent(part.name, (name, each) -> each.inherited(true));
        }
    }

    static Refusal twoKeys(Relation table) {
        return new Refusal("42P16", "multiple primary keys for table \"" + table.name + "\" are not allowed");
    }

    private static void keyIsNotNull(TableRun run, List<String> columns) {
        for (String name : columns) {
            refuseUnproved(run.target, name);
            Column own = run.target
                    .column(name)
                    .orElseThrow(() -> new Refusal(
                            "42703", "column \"" + name + "\" of relation \"" + run.target.name + "\" does not exist"));
            boolean alone = own.notNull() && run.target.isPartitioned();
            for (Relation each : alone ? List.of(run.target) : run.family()) {
                each.column(name)
                        .filter(column -> !column.notNull())
                        .ifPresent(column -> ColumnCommands.setNotNull(run, each, column));
            }
        }
    }

    /** A key does not go by a NOT NULL that nobody has proved, or that the tables below need not keep. */
    private static void refuseUnproved(Relation table, String column) {
        table.constraints.values().stream()
                .filter(each -> each.kind() == Kind.NOT_NULL && each.columns().contains(column))
                .filter(each -> !each.valid() || each.noInherit())
                .findFirst()
                .ifPresent(each -> {
                    throw new Refusal(
                            "55000",
                            "cannot create primary key on column \"" + column + "\": incompatible constraint \""
                                    + each.name() + "\" on relation \"" + table.name + "\"");
                });
    }

    static Indexes.Wanted wanted(ConstraintDefinition definition, boolean built, boolean only) {
        List<Expression> keys =
                definition.kind() == Kind.EXCLUSION ? definition.elements() : expressions(definition.columns());
        String label = switch (definition.kind()) {
            case PRIMARY_KEY -> "pkey";
            case EXCLUSION -> "excl";
            default -> "key";
        };
        Optional<Expression> condition = definition.kind() == Kind.EXCLUSION ? definition.check() : Optional.empty();
        boolean unique = definition.kind() != Kind.EXCLUSION;
        return new Indexes.Wanted(
                definition.name(),
                label,
                definition.has("WITHOUT OVERLAPS") ? "gist" : definition.method(),
                unique,
                keys,
                definition.included(),
                condition,
                true,
                !definition.has("DEFERRABLE"),
                only,
                built,
                Map.of());
    }

    static List<Expression> expressions(List<String> columns) {
        List<Expression> expressions = new ArrayList<>();
        columns.forEach(column -> expressions.add(
                new Expression(List.of(new Token(Token.Kind.QUOTED, Catalog.quoted(column), column, 0)))));
        return expressions;
    }

    private static void takeIndex(TableRun run, ConstraintDefinition definition) {
        Relation table = run.target;
        Catalog catalog = run.catalog;
        String wanted = definition.usingIndex();
        Relation index = catalog.find(new QualifiedName(table.schema, wanted))
                .orElseThrow(() -> new Refusal("42704", "index \"" + wanted + "\" does not exist"));
        checkIndex(catalog, table, index);
        if (table.isPartitioned()) {
            throw new Refusal(
                    "0A000", "ALTER TABLE / ADD CONSTRAINT USING INDEX is not supported on partitioned tables");
        }
        if (definition.kind() == Kind.PRIMARY_KEY) {
            if (table.primaryKey().isPresent()) {
                throw twoKeys(table);
            }
            keyIsNotNull(run, index.indexShape().keyColumns());
        }
        String name = definition.name().isEmpty() ? index.name : definition.name();
        boolean renamed = !name.equals(index.name);
        run.effects.lock(index, renamed ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_SHARE);
        if (renamed) {
            catalog.requireFreeName(table.schema, name);
            run.catalog.rename(index, name);
        }
        Checks.requireFreeName(table, name);
        table.constraints.put(
                name,
                Constraint.ofIndex(name, definition.kind(), index.indexShape().keyColumns(), index.id()));
    }

    private static void checkIndex(Catalog catalog, Relation table, Relation index) {
        if (!index.isIndex()) {
            throw new Refusal("42809", "\"" + index.name + "\" is not an index");
        }
        if (catalog.constraintOf(index).isPresent()) {
            throw new Refusal("55000", "index \"" + index.name + "\" is already associated with a constraint");
        }
        if (index.table != table.id()) {
            throw new Refusal("55000", "index \"" + index.name + "\" does not belong to table \"" + table.name + "\"");
        }
        Relation.IndexShape shape = index.indexShape();
        if (!index.valid) {
            throw new Refusal("55000", "index \"" + index.name + "\" is not valid");
        }
        if (!shape.unique()) {
            throw new Refusal("42809", "\"" + index.name + "\" is not a unique index");
        }
        if (shape.onExpressions()) {
            throw new Refusal("42809", "index \"" + index.name + "\" contains expressions");
        }
        if (shape.condition().isPresent()) {
            throw new Refusal("42809", "\"" + index.name + "\" is a partial index");
        }
        if (!shape.plainOrder()) {
            throw new Refusal(
                    "42809", "index \"" + index.name + "\" column number 1 does not have default sorting behavior");
        }
    }
}
