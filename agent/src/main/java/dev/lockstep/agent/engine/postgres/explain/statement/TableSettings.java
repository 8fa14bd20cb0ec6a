package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.BuiltIns;
import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.Persistence;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.catalog.UserType;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Commands that change how a table is kept and not what it is. */
final class TableSettings {
    private TableSettings() {}

    /** Refuses a way to keep tables that the server does not bring and no statement made. */
    static void requireTableMethod(Catalog catalog, String method) {
        if (Set.of("btree", "hash", "gist", "spgist", "gin", "brin").contains(method)) {
            throw new Refusal("55000", "access method \"" + method + "\" is not of type TABLE");
        }
        boolean known = Set.of("", "heap", "default").contains(method) || catalog.tableMethods.contains(method);
        if (!known && !catalog.mayHaveMoreTypes()) {
            throw new Refusal("42704", "access method \"" + method + "\" does not exist");
        }
    }

    /** SET ACCESS METHOD: partitions that are made later get it from a partitioned table. */
    static void accessMethod(TableRun run, String method) {
        if (run.target.isPartitioned() && !run.catalog.isFrom(17)) {
            throw new Refusal("42809", "cannot change access method of a partitioned table");
        }
        requireTableMethod(run.catalog, method);
        if (!method.equals("heap") && !method.equals("default")) {
            run.rewrites(run.target);
        }
    }

    /** SET LOGGED and SET UNLOGGED. */
    static void persistence(TableRun run, Persistence wanted) {
        Relation table = run.target;
        Catalog catalog = run.catalog;
        if (table.persistence == Persistence.TEMPORARY) {
            throw new Refusal(
                    "42P16", "cannot change logged status of table \"" + table.name + "\" because it is temporary");
        }
        if (table.isPartitioned() && catalog.isFrom(18)) {
            throw new Refusal(
                    "42809",
                    "ALTER action SET " + (wanted == Persistence.UNLOGGED ? "UNLOGGED" : "LOGGED")
                            + " cannot be performed on relation \"" + table.name + "\"");
        }
        if (table.persistence == wanted) {
            return;
        }
        boolean toUnlogged = wanted == Persistence.UNLOGGED;
        if (toUnlogged
                && catalog.publications.values().stream()
                        .anyMatch(each -> each.tables().contains(table.id()))) {
            throw new Refusal(
                    "55000",
                    "cannot change table \"" + table.name + "\" to unlogged because it is part of a publication");
        }
        boolean blocked = toUnlogged
                ? catalog.referencesToAllOf(table).stream()
                        .anyMatch(each -> each.table() != table && each.table().persistence == Persistence.PERMANENT)
                : table.constraints.values().stream()
                        .filter(each -> each.references() != 0 && each.references() != table.id())
                        .anyMatch(each -> catalog.get(each.references()).persistence == Persistence.UNLOGGED);
        if (blocked) {
            throw new Refusal(
                    "42P16",
                    "could not change table \"" + table.name + "\" to " + (toUnlogged ? "unlogged" : "logged")
                            + " because of a foreign key with a table that is not");
        }
        table.persistence = wanted;
        run.rewrites(table);
        if (catalog.isFrom(15)) {
            catalog.sequencesOf(table).forEach(each -> run.effects.lock(each, LockMode.ACCESS_EXCLUSIVE));
        }
    }

    static void clusterOn(TableRun run, String name) {
        Relation index = indexOf(run, name);
        if (run.target.isPartitioned()) {
            throw new Refusal("0A000", "cannot mark index clustered in partitioned table");
        }
        run.effects.lock(index, run.mode);
        boolean ordered = List.of("btree", "gist").contains(index.indexShape().method());
        if (!ordered) {
            throw new Refusal(
                    "0A000",
                    "cannot cluster on index \"" + name + "\" because access method does not support clustering");
        }
        if (index.indexShape().condition().isPresent()) {
            throw new Refusal("0A000", "cannot cluster on partial index \"" + name + "\"");
        }
        run.target.clusteredOn = index.id();
    }

    private static Relation indexOf(TableRun run, String name) {
        Optional<Relation> found = run.catalog.find(new QualifiedName(run.target.schema, name));
        return found.filter(each -> each.isIndex() && each.table == run.target.id())
                .orElseThrow(() -> found.isPresent()
                                && run.catalog.isFrom(12)
                                && !found.get().isIndex()
                        ? new Refusal("42809", "\"" + name + "\" is not an index for table \"" + run.target.name + "\"")
                        : new Refusal(
                                "42704",
                                "index \"" + name + "\" for table \"" + run.target.name + "\" does not exist"));
    }

    static void withoutCluster(TableRun run) {
        if (run.target.isPartitioned()) {
            throw new Refusal("0A000", "cannot mark index clustered in partitioned table");
        }
        run.target.clusteredOn = 0;
    }

    static void replicaIdentity(TableRun run, Relation.Identity identity) {
        run.target.identity = identity;
        run.target.replicaIndex = 0;
    }

    static void replicaIdentity(TableRun run, String index) {
        Optional<Relation> named = run.catalog.find(new QualifiedName(run.target.schema, index));
        Relation found = named.orElseThrow(() ->
                new Refusal("42704", "index \"" + index + "\" for table \"" + run.target.name + "\" does not exist"));
        Relation.IndexShape shape =
                found.shape.orElseThrow(() -> new Refusal("42809", "\"" + index + "\" is not an index"));
        if (found.table != run.target.id()) {
            throw new Refusal("42809", "\"" + index + "\" is not an index for table \"" + run.target.name + "\"");
        }
        run.effects.lock(found, LockMode.SHARE);
        if (!shape.unique()) {
            throw new Refusal("42809", "cannot use non-unique index \"" + index + "\" as replica identity");
        }
        boolean usable = !shape.onExpressions()
                && shape.condition().isEmpty()
                && shape.immediate()
                && shape.keyColumns().stream()
                        .allMatch(name ->
                                run.target.column(name).map(Column::notNull).orElse(false));
        if (!usable) {
            boolean kind = !shape.immediate()
                    || shape.onExpressions()
                    || shape.condition().isPresent();
            throw new Refusal(kind ? "0A000" : "42809", "index \"" + index + "\" cannot be used as replica identity");
        }
        run.target.identity = Relation.Identity.INDEX;
        run.target.replicaIndex = found.id();
    }

    static void storage(TableRun run, String name, String storage) {
        Column column = run.column(run.target, name);
        Types types = new Types(run.catalog);
        Optional<BuiltIns.Type> type =
                run.catalog.builtIns().type(types.base(column.type()).name());
        boolean plainOnly = !column.type().isArray()
                && type.map(each -> each.storage() == 'p').orElse(false);
        if (!Set.of("plain", "external", "extended", "main", "default").contains(storage)) {
            throw new Refusal("22023", "invalid storage type \"" + storage + "\"");
        }
        if (plainOnly && !storage.equals("plain") && !storage.equals("default")) {
            throw new Refusal("0A000", "column data type " + column.type().shown() + " can only have storage PLAIN");
        }
        run.family();
    }

    static void compression(TableRun run, String name, String method) {
        Column column = run.column(run.target, name);
        Types types = new Types(run.catalog);
        boolean plainOnly = !column.type().isArray()
                && run.catalog
                        .builtIns()
                        .type(types.base(column.type()).name())
                        .map(each -> each.storage() == 'p')
                        .orElse(false);
        if (plainOnly && !method.equals("default")) {
            throw new Refusal("0A000", "column data type " + column.type().shown() + " does not support compression");
        }
        if (!Set.of("pglz", "lz4", "default").contains(method)) {
            throw new Refusal("22023", "invalid compression method \"" + method + "\"");
        }
    }

    /** From 15 on sequences are logged or not as tables are. */
    static void persistenceOfSequence(TableRun run) {
        if (!run.catalog.isFrom(15)) {
            throw new Refusal("42809", "\"" + run.target.name + "\" is not a table");
        }
    }

    static void trigger(TableRun run, String name) {
        boolean all = name.equals("all") || name.equals("user");
        if (!all && !run.target.triggers.containsKey(name)) {
            throw new Refusal("42704", "trigger \"" + name + "\" for table \"" + run.target.name + "\" does not exist");
        }
        boolean below = run.target.isPartitioned()
                && run.target.triggers.entrySet().stream()
                        .anyMatch(each -> (all || each.getKey().equals(name))
                                && each.getValue().forEachRow());
        // before 13 those of the parts count as the server's own, which USER leaves out
        if (below && name.equals("user") && !run.catalog.isFrom(13)) {
            throw new Refusal("42704", "a trigger does not exist on a partition by the name that it has here");
        }
        if (below || name.equals("all") && hasKeyTriggers(run)) {
            run.family();
        }
    }

    /** Foreign keys are kept by triggers of the server's own, from 15 on also on the whole of a partitioned table. */
    private static boolean hasKeyTriggers(TableRun run) {
        boolean refers =
                run.target.constraints.values().stream().anyMatch(each -> each.kind() == Constraint.Kind.FOREIGN_KEY);
        return run.target.isPartitioned()
                && run.catalog.isFrom(15)
                && (refers || !run.catalog.referencesToAllOf(run.target).isEmpty());
    }

    /** ALTER COLUMN name SET STATISTICS; a key of an index that is a column has none of its own. */
    static void statistics(TableRun run, String name) {
        boolean plainKey =
                run.target.isIndex() && run.target.indexShape().keyColumns().contains(name);
        if (plainKey) {
            throw new Refusal("0A000", "cannot alter statistics on non-expression column \"" + name + "\" of index");
        }
        run.column(run.target, name);
        run.family();
    }

    /** ALTER COLUMN number SET STATISTICS, for a key of an index that is an expression. */
    static void statisticsOfKey(TableRun run, String number) {
        if (!run.target.isIndex()) {
            throw new Refusal("0A000", "cannot refer to non-index column by number");
        }
        List<Expression> keys = run.target.indexShape().keys();
        int place = Integer.parseInt(number) - 1;
        boolean plain = place >= 0
                && place < keys.size()
                && keys.get(place).bare().tokens().size() == 1;
        if (plain || place >= keys.size()) {
            throw new Refusal(
                    plain ? "0A000" : "42703",
                    "cannot alter statistics on key " + number + " of index \"" + run.target.name + "\"");
        }
        lockParts(run, run.target);
    }

    private static void lockParts(TableRun run, Relation index) {
        for (Relation part : run.catalog.partsOf(index)) {
            run.effects.lock(part, LockMode.SHARE_UPDATE_EXCLUSIVE);
            lockParts(run, part);
        }
    }

    /** OF type: the columns have to be those of the type already. */
    static void of(TableRun run, QualifiedName name) {
        Types types = new Types(run.catalog);
        UserType type = types.user(new TypeRef(name.schema(), name.name(), List.of(), 0))
                .orElseThrow(() -> new Refusal("42704", "type \"" + name.text() + "\" does not exist"));
        if (type.kind() != UserType.Kind.COMPOSITE) {
            throw new Refusal("42809", "type " + name.text() + " is not a composite type");
        }
        if (!run.target.parents.isEmpty()) {
            throw new Refusal("42809", "typed tables cannot inherit");
        }
        List<Column> own = run.target.columns;
        for (int i = 0; i < Math.max(own.size(), type.attributes().size()); i++) {
            boolean same = i < own.size()
                    && i < type.attributes().size()
                    && own.get(i).name().equals(type.attributes().get(i).name())
                    && types.sameType(
                            own.get(i).type(), type.attributes().get(i).type());
            if (!same) {
                throw new Refusal(
                        "42804", "the columns of table \"" + run.target.name + "\" are not those of the type");
            }
        }
        run.target.ofType = type.schema() + "." + type.name();
    }

    static void notOf(TableRun run) {
        if (run.target.ofType.isEmpty()) {
            throw new Refusal("42809", "\"" + run.target.name + "\" is not a typed table");
        }
        run.target.ofType = "";
    }

    static void rule(TableRun run, String name) {
        if (!run.target.rules.containsKey(name)) {
            throw new Refusal("42704", "rule \"" + name + "\" for relation \"" + run.target.name + "\" does not exist");
        }
    }
}
