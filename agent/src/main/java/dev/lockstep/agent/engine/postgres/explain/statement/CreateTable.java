package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Bound;
import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.Persistence;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.catalog.UserType;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** CREATE TABLE in all its forms. */
final class CreateTable {

    /** How rows are parted. */
    private record Parting(String strategy, List<Expression> key, boolean withClass) {}

    private final TokenReader reader;
    private final int major;
    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final List<ConstraintDefinition> constraints = new ArrayList<>();
    private final List<LikeClause> likenesses = new ArrayList<>();
    private final List<QualifiedName> parents = new ArrayList<>();
    private Optional<QualifiedName> partitionOf = Optional.empty();
    private Optional<Bound> bound = Optional.empty();
    private Optional<TypeRef> ofType = Optional.empty();
    private Optional<Parting> parting = Optional.empty();
    private Persistence persistence = Persistence.PERMANENT;
    private boolean foreign;
    private String server = "";
    private String method = "";
    private Map<String, String> options = Map.of();

    CreateTable(TokenReader reader, int major) {
        this.reader = reader;
        this.major = major;
    }

    /** After CREATE and the words for how it is kept. */
    Action read(Persistence kept, boolean isForeign) {
        persistence = kept;
        foreign = isForeign;
        reader.expect("TABLE");
        boolean ifNotExists = reader.ifNotExists();
        QualifiedName name = reader.qualifiedName();
        if (CreateTableAs.follows(reader)) {
            return new CreateTableAs(reader, kept == Persistence.TEMPORARY).read(name, ifNotExists);
        }
        body();
        tail();
        reader.expectEnd();
        return effects -> create(effects, name, ifNotExists);
    }

    private String schema(Catalog catalog, QualifiedName name) {
        boolean temporary = persistence == Persistence.TEMPORARY;
        return temporary ? "pg_temp" : catalog.schemaFor(name);
    }

    private void body() {
        if (reader.accept("PARTITION", "OF")) {
            partitionOf = Optional.of(reader.qualifiedName());
            if (reader.at("(")) {
                elements(true);
            }
            bound = Optional.of(Partitions.readBound(reader));
            return;
        }
        if (reader.accept("OF")) {
            QualifiedName type = reader.qualifiedName();
            ofType = Optional.of(new TypeRef(type.schema(), type.name(), List.of(), 0));
            if (reader.at("(")) {
                elements(true);
            }
            return;
        }
        elements(false);
    }

    private void elements(boolean untyped) {
        reader.expect("(");
        DefinitionReader definitions = new DefinitionReader(reader, major);
        while (!reader.at(")")) {
            if (reader.accept("LIKE")) {
                likenesses.add(new LikeClause(reader));
            } else if (definitions.atTableConstraint()) {
                constraints.add(definitions.tableConstraint());
            } else if (untyped) {
                String name = reader.name();
                reader.accept("WITH", "OPTIONS");
                columns.add(definitions.columnOptions(name, TypeRef.of(""), false));
            } else {
                columns.add(definitions.column());
            }
            if (!reader.accept(",")) {
                break;
            }
            if (reader.at(")")) {
                throw reader.failure();
            }
        }
        reader.expect(")");
    }

    private void tail() {
        if (reader.accept("INHERITS")) {
            reader.expect("(");
            parents.addAll(reader.qualifiedNames());
            reader.expect(")");
        }
        if (reader.accept("PARTITION", "BY")) {
            String strategy = reader.label().toUpperCase(Locale.ROOT);
            if (!Set.of("RANGE", "LIST", "HASH").contains(strategy)) {
                throw new Refusal(
                        "22023", "unrecognized partitioning strategy \"" + strategy.toLowerCase(Locale.ROOT) + "\"");
            }
            parting = Optional.of(keys(strategy));
        }
        if (reader.accept("SERVER")) {
            server = reader.name();
            if (reader.accept("OPTIONS")) {
                reader.inBrackets();
            }
        }
        if (reader.accept("USING")) {
            method = reader.name();
        }
        if (reader.accept("WITH")) {
            options = StorageOptions.read(reader.inBrackets());
        } else if (reader.accept("WITHOUT", "OIDS")) {
            return;
        }
        if (reader.accept("ON", "COMMIT")) {
            reader.until(token -> token.isWord("TABLESPACE"));
        }
        if (reader.accept("TABLESPACE")) {
            reader.name();
        }
    }

    private Parting keys(String strategy) {
        reader.expect("(");
        List<Expression> keys = new ArrayList<>();
        boolean withClasses = false;
        do {
            List<Token> key = reader.until(token -> token.isSign(",") || token.isWord("COLLATE"));
            boolean withClass =
                    key.size() == 2 && key.get(0).isName() && key.get(1).isName();
            withClasses |= withClass;
            keys.add(Expression.of(withClass ? key.subList(0, 1) : key, reader.peek()));
            if (reader.accept("COLLATE")) {
                reader.qualifiedName();
                withClasses |= !reader.at(",") && !reader.at(")");
                reader.until(token -> token.isSign(","));
            }
        } while (reader.accept(","));
        reader.expect(")");
        return new Parting(strategy, keys, withClasses);
    }

    private void create(Effects effects, QualifiedName name, boolean ifNotExists) {
        Catalog catalog = effects.catalog();
        String schema = schema(catalog, name);
        if (catalog.isTaken(schema, name.name())) {
            if (ifNotExists) {
                return;
            }
            throw new Refusal("42P07", "relation \"" + name.name() + "\" already exists");
        }
        TableSettings.requireTableMethod(catalog, method);
        if (!server.isEmpty() && !catalog.servers.contains(server)) {
            throw new Refusal("42704", "server \"" + server + "\" does not exist");
        }
        StorageOptions.checkOfTable(options);
        List<Relation> above = new ArrayList<>();
        for (QualifiedName each : parents) {
            Relation parent = catalog.require(each);
            effects.lock(parent, LockMode.SHARE_UPDATE_EXCLUSIVE);
            if (above.contains(parent)) {
                throw new Refusal("42P07", "relation \"" + parent.name + "\" would be inherited from more than once");
            }
            if (!parent.isTable() || parent.isPartitioned() || parent.partition) {
                throw new Refusal("42809", "cannot inherit from \"" + parent.name + "\"");
            }
            above.add(parent);
        }
        if (parting.isPresent() && persistence == Persistence.UNLOGGED && catalog.isFrom(18)) {
            throw new Refusal("0A000", "partitioned tables cannot be unlogged");
        }
        Optional<Relation> whole = partitionOf.map(catalog::require);
        Relation.Kind kind = parting.isPresent()
                ? Relation.Kind.PARTITIONED_TABLE
                : foreign ? Relation.Kind.FOREIGN_TABLE : Relation.Kind.TABLE;
        Relation table = catalog.create(kind, schema, name.name());
        table.persistence = persistence;
        table.server = server;
        TableRun run = new TableRun(effects, table, true, LockMode.ACCESS_EXCLUSIVE);
        ofType.ifPresent(each -> columnsOfType(catalog, table, each));
        above.forEach(parent -> inherit(effects, table, parent));
        whole.ifPresent(parent -> beginPartition(effects, table, parent));
        likenesses.forEach(each -> each.columns(effects, table));
        columns.forEach(each -> addColumn(effects, table, each));
        parting.ifPresent(each -> part(catalog, table, each));
        new NewConstraints(columns, constraints).add(run, table);
        likenesses.forEach(each -> each.indexes(effects, table));
        whole.ifPresent(parent -> endPartition(run, table, parent));
        run.finish();
    }

    private static void columnsOfType(Catalog catalog, Relation table, TypeRef type) {
        new Types(catalog).require(type);
        UserType found = new Types(catalog)
                .user(type)
                .filter(each -> each.kind() == UserType.Kind.COMPOSITE)
                .orElseThrow(() -> new Refusal("42809", "type " + type.name() + " is not a composite type"));
        table.ofType = found.schema() + "." + found.name();
        table.columns.addAll(found.attributes());
    }

    private static void inherit(Effects effects, Relation table, Relation parent) {
        Catalog catalog = effects.catalog();
        boolean countsWithTheWhole = table.partition && catalog.isFrom(17);
        table.parents.add(parent.id());
        for (Column column : parent.columns) {
            Optional<Column> there = table.column(column.name());
            column.defaultValue().ifPresent(new TableParts(effects)::lockSequences);
            if (there.isPresent()) {
                requireSame(catalog, there.get(), column.type());
                table.replace(column.name(), there.get().from(false, there.get().parents() + 1));
            } else {
                table.columns.add(column.from(false, 1)
                        .generated(
                                column.generation().isIdentity() && !countsWithTheWhole
                                        ? Column.Generation.NONE
                                        : column.generation()));
            }
        }
        parent.constraints.values().stream()
                .filter(each -> each.kind() == Constraint.Kind.CHECK && !each.noInherit()
                        || each.kind() == Constraint.Kind.NOT_NULL)
                .forEach(each -> table.constraints.put(each.name(), each.inherited(true)));
    }

    private static void requireSame(Catalog catalog, Column there, TypeRef type) {
        boolean same = new Types(catalog).sameType(there.type(), type)
                && there.type().modifiers().equals(type.modifiers());
        if (!same) {
            throw new Refusal("42804", "column \"" + there.name() + "\" has a type conflict");
        }
    }

    private void beginPartition(Effects effects, Relation table, Relation parent) {
        effects.lock(parent, LockMode.ACCESS_EXCLUSIVE);
        Partitions.requirePartitioned(parent, "42P17");
        Bound wanted = bound.orElseThrow();
        Optional<Relation> rest = new Partitions(effects).checkBound(parent, table, wanted);
        rest.ifPresent(each -> effects.lock(effects.catalog().family(each), LockMode.ACCESS_EXCLUSIVE));
        table.partition = true;
        table.bound = bound;
        inherit(effects, table, parent);
        rest.ifPresent(each -> effects.catalog().family(each).stream()
                .filter(below -> !BoundProof.excludes(parent, below, wanted))
                .forEach(effects::scan));
    }

    private void endPartition(TableRun run, Relation table, Relation parent) {
        new Partitions(run.effects).takeOver(run, parent, table);
    }

    private static void part(Catalog catalog, Relation table, Parting parting) {
        table.strategy = parting.strategy();
        if (parting.strategy().equals("LIST") && parting.key().size() > 1) {
            throw new Refusal("42P17", "cannot use \"list\" partition strategy with more than one column");
        }
        for (Expression key : parting.key()) {
            boolean plain = key.bare().tokens().size() == 1;
            String name = plain ? key.bare().tokens().get(0).value() : "";
            if (plain && table.column(name).isEmpty()) {
                throw new Refusal("42703", "column \"" + name + "\" named in partition key does not exist");
            }
            Expressions expressions = new Expressions(catalog);
            expressions.check(key, List.of(table));
            String orderedBy = parting.strategy().equals("HASH") ? "hash" : "btree";
            boolean ordered = parting.withClass()
                    || !plain
                    || new Types(catalog)
                            .operatorClass(table.column(name).orElseThrow().type(), orderedBy)
                            .isPresent();
            if (!ordered) {
                throw new Refusal(
                        "42704",
                        "the type of \"" + name + "\" has no default operator class for access method \"" + orderedBy
                                + "\"");
            }
            if (!expressions.mayBeImmutable(key, table.columns)) {
                throw new Refusal("42P17", "functions in partition key expression must be marked IMMUTABLE");
            }
        }
        table.partitionKey.addAll(parting.key());
    }

    private void addColumn(Effects effects, Relation table, ColumnDefinition definition) {
        boolean untyped = definition.type().name().isEmpty();
        Optional<Column> there = table.column(definition.name());
        if (untyped) {
            Column column = there.orElseThrow(
                    () -> new Refusal("42703", "column \"" + definition.name() + "\" does not exist"));
            table.replace(
                    column.name(),
                    column.notNull(column.notNull() || definition.notNull())
                            .defaulting(
                                    definition.defaultValue().isPresent()
                                            ? definition.defaultValue()
                                            : column.defaultValue()));
            return;
        }
        if (there.isPresent() && there.get().isInherited() && !there.get().local()) {
            requireSame(effects.catalog(), there.get(), definition.type());
            Column merged = there.get().from(true, there.get().parents());
            if (definition.generation().isIdentity()) {
                Column own = new TableParts(effects).column(table, definition);
                merged = merged.generated(own.generation()).notNull(true);
            }
            table.replace(
                    definition.name(),
                    merged.notNull(merged.notNull() || definition.notNull())
                            .defaulting(
                                    definition.defaultValue().isPresent()
                                            ? definition.defaultValue()
                                            : merged.defaultValue()));
            return;
        }
        if (there.isPresent()) {
            throw new Refusal("42701", "column \"" + definition.name() + "\" specified more than once");
        }
        boolean computed = definition.generation().isComputed();
        table.columns.add(
                computed
                        ? Column.plain(definition.name(), definition.type())
                        : new TableParts(effects).column(table, definition));
    }
}
