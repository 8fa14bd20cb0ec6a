package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Bound;
import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Attaches, makes and detaches partitions. */
final class Partitions {
    private final Effects effects;
    private final Catalog catalog;

    Partitions(Effects effects) {
        this.effects = effects;
        this.catalog = effects.catalog();
    }

    /** FOR VALUES … or DEFAULT. */
    static Bound readBound(TokenReader reader) {
        if (reader.accept("DEFAULT")) {
            return new Bound("DEFAULT", List.of(), List.of());
        }
        reader.expect("FOR", "VALUES");
        if (reader.accept("IN")) {
            return new Bound("LIST", values(reader), List.of());
        }
        if (reader.accept("WITH")) {
            List<Token> inside = reader.inBrackets();
            List<String> numbers = inside.stream()
                    .filter(each -> each.kind() == Token.Kind.NUMBER)
                    .map(Token::text)
                    .toList();
            if (numbers.size() != 2) {
                throw reader.failure();
            }
            return new Bound("HASH", numbers, List.of());
        }
        reader.expect("FROM");
        List<String> from = values(reader);
        reader.expect("TO");
        return new Bound("RANGE", from, values(reader));
    }

    private static List<String> values(TokenReader reader) {
        List<String> values = new ArrayList<>();
        reader.expect("(");
        do {
            List<Token> value = reader.until(token -> token.isSign(","));
            Expression expression = Expression.of(value, reader.peek());
            Expression operand = expression.castTo().isPresent() ? expression.castOperand() : expression.bare();
            List<Token> tokens = operand.tokens();
            values.add(tokens.size() == 1 ? tokens.get(0).value().toLowerCase(Locale.ROOT) : operand.text());
        } while (reader.accept(","));
        reader.expect(")");
        return values;
    }

    private static Refusal overlap(Relation partition, Relation other) {
        return new Refusal(
                "42P17", "partition \"" + partition.name + "\" would overlap partition \"" + other.name + "\"");
    }

    /** Refuses words that are no value of the column that rows are parted by. */
    private void checkValues(Relation parent, Bound bound) {
        boolean counted = bound.kind().equals("RANGE");
        if (counted
                && (bound.from().size() != parent.partitionKey.size()
                        || bound.to().size() != bound.from().size())) {
            throw new Refusal("42P16", "FROM and TO must specify exactly one value per partitioning column");
        }
        for (List<String> end : List.of(bound.from(), bound.to())) {
            boolean ofColumns = !bound.kind().equals("HASH")
                    && (bound.kind().equals("LIST") || end.size() == parent.partitionKey.size());
            for (int i = 0; ofColumns && i < end.size(); i++) {
                Expression key = parent.partitionKey
                        .get(bound.kind().equals("LIST") ? 0 : i)
                        .bare();
                String value = end.get(i);
                boolean plain = key.tokens().size() == 1
                        && !Set.of("minvalue", "maxvalue", "null").contains(value)
                        && !value.contains("(");
                if (plain) {
                    parent.column(key.tokens().get(0).value())
                            .ifPresent(column -> new TableParts(effects).checkText(value, column.type()));
                }
            }
        }
    }

    private static void checkKind(Relation parent, Bound bound) {
        if (!bound.isDefault() && !bound.kind().equals(parent.strategy)) {
            throw new Refusal(
                    "42P16",
                    "invalid bound specification for a " + parent.strategy.toLowerCase(Locale.ROOT) + " partition");
        }
        if (bound.isDefault() && parent.strategy.equals("HASH")) {
            throw new Refusal("42P16", "a hash-partitioned table may not have a default partition");
        }
        boolean beyond = bound.kind().equals("HASH")
                && new BigInteger(bound.from().get(1))
                                .compareTo(new BigInteger(bound.from().get(0)))
                        >= 0;
        if (beyond) {
            throw new Refusal("42P16", "remainder for hash partition must be less than modulus");
        }
    }

    /** Refuses a bound that another partition is in the way of; gives back the partition for all other rows. */
    Optional<Relation> checkBound(Relation parent, Relation partition, Bound bound) {
        checkKind(parent, bound);
        checkValues(parent, bound);
        if (bound.isEmptyRange()) {
            throw new Refusal("42P17", "empty range bound specified for partition \"" + partition.name + "\"");
        }
        Optional<Relation> rest = Optional.empty();
        for (Relation each : catalog.childrenOf(parent)) {
            if (each == partition || each.bound.isEmpty()) {
                continue;
            }
            Bound other = each.bound.get();
            if (bound.isDefault() && other.isDefault()) {
                throw new Refusal(
                        "42P17",
                        "partition \"" + partition.name + "\" conflicts with existing default partition \"" + each.name
                                + "\"");
            }
            if (other.isDefault()) {
                rest = Optional.of(each);
            } else if (bound.overlaps(other)) {
                throw overlap(partition, each);
            }
        }
        return rest;
    }

    void attach(TableRun run, QualifiedName name, Bound bound) {
        Relation parent = run.target;
        requirePartitioned(parent, catalog.isFrom(18) ? "42809" : "42P17");
        checkKind(parent, bound);
        Relation partition = catalog.require(name);
        effects.lock(partition, LockMode.ACCESS_EXCLUSIVE);
        if (!partition.isTable()) {
            throw new Refusal("42809", "\"" + partition.name + "\" is not a table");
        }
        if (partition.partition) {
            throw new Refusal("42809", "\"" + partition.name + "\" is already a partition");
        }
        if (!partition.parents.isEmpty() || !catalog.childrenOf(partition).isEmpty() && !partition.isPartitioned()) {
            throw new Refusal("42809", "cannot attach inheritance child as partition");
        }
        if (catalog.family(partition).contains(parent)) {
            throw new Refusal("42P07", "circular inheritance not allowed");
        }
        if (catalog.isFrom(17)) {
            refuseIdentity(parent, partition);
        }
        new Inheritance(effects).checkShape(parent, partition);
        Optional<Relation> rest = checkBound(parent, partition, bound);
        effects.lock(catalog.ancestorsOf(parent), LockMode.ACCESS_SHARE);
        become(parent, partition, bound);
        for (Relation each : catalog.family(partition)) {
            effects.lock(each, LockMode.ACCESS_EXCLUSIVE);
            if (!holds(parent, each, bound)) {
                run.reads(each);
            }
        }
        rest.ifPresent(other -> lookIntoRest(run, parent, other, bound));
        takeOver(run, parent, partition);
    }

    /** A partition of a partition keeps the bounds of all that it is a part of. */
    private boolean holds(Relation parent, Relation table, Bound bound) {
        boolean holds = BoundProof.holds(catalog, parent, table, bound);
        for (Relation above = parent; holds && above.partition; above = catalog.get(above.parents.get(0))) {
            holds = BoundProof.holds(catalog, catalog.get(above.parents.get(0)), table, above.bound.orElseThrow());
        }
        return holds;
    }

    /** From 17 on a partition is numbered with the whole. */
    private static void refuseIdentity(Relation parent, Relation partition) {
        for (Column column : partition.columns) {
            if (column.generation().isIdentity()) {
                throw new Refusal(
                        "55000",
                        "table \"" + partition.name + "\" being attached contains an identity column \"" + column.name()
                                + "\"");
            }
            if (parent.column(column.name()).isEmpty()) {
                return;
            }
        }
    }

    /** Rows that belong to the new partition must not be in the one for all other rows. */
    private void lookIntoRest(TableRun run, Relation parent, Relation rest, Bound bound) {
        for (Relation each : catalog.family(rest)) {
            effects.lock(each, LockMode.ACCESS_EXCLUSIVE);
            if (each.hasRows() && !BoundProof.excludes(parent, each, bound)) {
                run.reads(each);
            }
        }
    }

    static void requirePartitioned(Relation parent, String sqlState) {
        if (!parent.isPartitioned()) {
            throw new Refusal(sqlState, "\"" + parent.name + "\" is not partitioned");
        }
    }

    private void become(Relation parent, Relation child, Bound bound) {
        Inheritance.inheritShape(parent, child);
        child.partition = true;
        child.bound = Optional.of(bound);
    }

    /** A partition gets the indexes and foreign keys of its parent, and foreign keys that refer to the parent refer to it too. */
    void takeOver(TableRun run, Relation parent, Relation partition) {
        boolean foreign = partition.kind == Relation.Kind.FOREIGN_TABLE;
        for (Relation index : catalog.indexesOf(parent)) {
            effects.lock(index, LockMode.SHARE_UPDATE_EXCLUSIVE);
            if (foreign && index.indexShape().unique()) {
                throw new Refusal(
                        "42809",
                        "cannot have foreign table \"" + partition.name + "\" as a partition, because \"" + parent.name
                                + "\" has unique indexes");
            }
            if (!foreign) {
                takeIndex(partition, index);
            }
        }
        for (Constraint each : List.copyOf(parent.constraints.values())) {
            if (each.kind() == Constraint.Kind.FOREIGN_KEY && foreign) {
                throw new Refusal("42809", "foreign key constraints are not supported on foreign tables");
            }
            if (each.kind() == Constraint.Kind.FOREIGN_KEY) {
                takeForeignKey(run, partition, each);
            }
        }
        catalog.referencesToAllOf(parent).stream()
                .filter(each -> !each.constraint().inherited())
                .forEach(each -> lockReferring(partition, each));
        parent.triggers.forEach((name, trigger) -> {
            if (trigger.forEachRow()) {
                partition.triggers.putIfAbsent(
                        name,
                        new Relation.Trigger(trigger.function(), trigger.columns(), true, true, trigger.events()));
            }
        });
    }

    private void lockReferring(Relation partition, Catalog.Held held) {
        effects.lock(held.table(), catalog.isFrom(15) ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_SHARE);
        catalog.indexesOf(partition).stream()
                .filter(index -> index.parentIndex == held.constraint().index() && catalog.isFrom(14))
                .forEach(index -> effects.lock(index, LockMode.ACCESS_SHARE));
    }

    private void takeIndex(Relation partition, Relation index) {
        Optional<Catalog.Held> constraint = catalog.constraintOf(index);
        String label = constraint
                .map(held -> held.constraint().kind() == Constraint.Kind.PRIMARY_KEY ? "pkey" : "key")
                .orElse("idx");
        Relation part =
                new Indexes(effects).part(partition, index, Indexes.like(index, label), LockMode.ACCESS_EXCLUSIVE);
        constraint.ifPresent(held -> {
            boolean has = catalog.constraintOf(part).isPresent();
            if (!has) {
                partition.constraints.put(
                        part.name,
                        Constraint.ofIndex(
                                        part.name,
                                        held.constraint().kind(),
                                        held.constraint().columns(),
                                        part.id())
                                .inherited(true));
            } else {
                partition.constraints.computeIfPresent(part.name, (name, own) -> own.inherited(true));
            }
        });
    }

    private void takeForeignKey(TableRun run, Relation partition, Constraint each) {
        Relation referenced = catalog.get(each.references());
        effects.lock(
                referenced.isPartitioned() ? catalog.family(referenced) : List.of(referenced),
                LockMode.SHARE_ROW_EXCLUSIVE);
        ForeignKeys keys = new ForeignKeys(effects);
        Optional<Constraint> own = keys.same(partition, each);
        own.ifPresent(one -> keys.merge(partition, one));
        boolean there = own.filter(Constraint::valid).isPresent();
        if (!there) {
            if (catalog.isFrom(14) && catalog.has(each.index())) {
                effects.lock(catalog.get(each.index()), LockMode.ACCESS_SHARE);
            }
            partition.constraints.put(each.name(), each.inherited(true));
            if (!effects.isNew(partition)) {
                run.checksForeignKey(partition, each);
            }
        }
    }

    void detach(TableRun run, QualifiedName name, boolean concurrently, boolean finalize) {
        Relation parent = run.target;
        requirePartitioned(parent, catalog.isFrom(18) ? "42809" : "42P17");
        Relation partition = catalog.require(name);
        Optional<Relation> rest = catalog.childrenOf(parent).stream()
                .filter(each -> each.bound.map(Bound::isDefault).orElse(false))
                .findFirst();
        if (concurrently && effects.inTransaction()) {
            throw new Refusal("25001", "ALTER TABLE ... DETACH CONCURRENTLY cannot run inside a transaction block");
        }
        if (concurrently && rest.isPresent()) {
            throw new Refusal("55000", "cannot detach partitions concurrently when a default partition exists");
        }
        if (!partition.parents.contains(parent.id())) {
            throw new Refusal(
                    "42P01",
                    "relation \"" + partition.name + "\" is not a partition of relation \"" + parent.name + "\"");
        }
        if (finalize) {
            throw new Refusal("55000", "partition \"" + partition.name + "\" is not pending detach");
        }
        if (concurrently) {
            effects.lock(parent, LockMode.SHARE_UPDATE_EXCLUSIVE);
        } else {
            rest.ifPresent(each -> effects.lock(each, LockMode.ACCESS_EXCLUSIVE));
        }
        lockDetached(parent, partition);
        leave(parent, partition);
    }

    private void lockDetached(Relation parent, Relation partition) {
        boolean from14 = catalog.isFrom(14);
        boolean referenced = !catalog.referencesToAllOf(parent).isEmpty();
        boolean triggered = partition.triggers.values().stream().anyMatch(Relation.Trigger::inherited);
        effects.lock(
                partition,
                from14 || referenced || triggered ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_UPDATE_EXCLUSIVE);
        for (Relation below : catalog.family(partition)) {
            if (below != partition) {
                effects.lock(below, LockMode.ACCESS_EXCLUSIVE);
            }
        }
        catalog.indexesOf(partition).stream()
                .filter(each -> each.parentIndex != 0)
                .forEach(each -> effects.lock(each, LockMode.ACCESS_EXCLUSIVE));
        if (referenced) {
            lookForReferences(parent, partition);
        }
        partition.constraints.values().stream()
                .filter(each -> each.kind() == Constraint.Kind.FOREIGN_KEY && each.inherited())
                .forEach(each -> effects.lock(catalog.get(each.references()), LockMode.SHARE_ROW_EXCLUSIVE));
    }

    /** Rows that others refer to must not leave, so both are read, and what the partition may hold is asked for. */
    private void lookForReferences(Relation parent, Relation partition) {
        catalog.family(partition).stream().filter(Relation::hasRows).forEach(effects::read);
        if (catalog.isFrom(14)) {
            effects.lock(catalog.ancestorsOf(parent), LockMode.ACCESS_SHARE);
        }
        for (Catalog.Held each : catalog.referencesToAllOf(parent)) {
            if (!each.constraint().inherited()) {
                effects.lock(each.table(), LockMode.ACCESS_EXCLUSIVE);
            }
            effects.read(each.table());
        }
    }

    private void leave(Relation parent, Relation partition) {
        partition.parents.remove(Integer.valueOf(parent.id()));
        partition.partition = false;
        partition.bound = Optional.empty();
        partition.columns.replaceAll(each -> each.from(true, Math.max(0, each.parents() - 1)));
        partition.constraints.replaceAll((name, each) -> each.inherited(false));
        catalog.indexesOf(partition).forEach(each -> each.parentIndex = 0);
        partition.triggers.values().removeIf(Relation.Trigger::inherited);
    }
}
