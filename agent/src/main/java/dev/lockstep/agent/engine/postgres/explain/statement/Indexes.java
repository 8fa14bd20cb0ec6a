package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.IndexShape;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.ShownName;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes indexes, on partitioned tables with all their parts. */
final class Indexes {

    /**
     * An index that is wanted.
     *
     * @param name empty for one that the server chooses
     * @param label of a name that is chosen: idx, key, pkey or excl
     * @param only whether the partitions get none
     * @param operatorClasses by column, those that are written
     * @param built whether its rows are gathered now, and not with the table's next writing
     */
    record Wanted(
            String name,
            String label,
            String method,
            boolean unique,
            List<Expression> keys,
            List<String> included,
            Optional<Expression> condition,
            boolean plainOrder,
            boolean immediate,
            boolean only,
            boolean built,
            Map<String, String> operatorClasses) {}

    private final Effects effects;
    private final Catalog catalog;

    Indexes(Effects effects) {
        this.effects = effects;
        this.catalog = effects.catalog();
    }

    /** Makes an index and its parts; the table's lock is the caller's. */
    Relation create(Relation table, Wanted wanted, LockMode onPartitions) {
        checkMethod(wanted);
        if (!wanted.included().isEmpty() && wanted.method().equals("spgist") && !catalog.isFrom(14)) {
            throw new Refusal("0A000", "access method \"spgist\" does not support included columns");
        }
        IndexShape shape = shape(table, wanted);
        checkPartitionKey(table, wanted, shape);
        Relation.Kind kind = table.isPartitioned() ? Relation.Kind.PARTITIONED_INDEX : Relation.Kind.INDEX;
        String name = wanted.name().isEmpty() ? chosenName(table, wanted) : wanted.name();
        Relation index = catalog.create(kind, table.schema, name);
        index.table = table.id();
        index.shape = Optional.of(shape);
        if (table.isPartitioned()) {
            index.valid = !wanted.only() || catalog.childrenOf(table).isEmpty();
            if (!wanted.only()) {
                createParts(table, index, wanted, onPartitions);
            }
        } else if (wanted.built()) {
            effects.build(index);
        }
        return index;
    }

    private void createParts(Relation table, Relation index, Wanted wanted, LockMode onPartitions) {
        for (Relation partition : catalog.childrenOf(table)) {
            effects.lock(partition, onPartitions);
            effects.lock(part(partition, index, wanted, onPartitions), onPartitions);
        }
    }

    /** A partition's index of the same shape, one that is there already or a new one. */
    Relation part(Relation partition, Relation index, Wanted wanted, LockMode onPartitions) {
        Optional<Relation> there = catalog.indexesOf(partition).stream()
                .filter(each -> each.parentIndex == 0 && each.valid && matches(each.indexShape(), index.indexShape()))
                .filter(each -> catalog.constraintOf(each).isPresent()
                        || catalog.constraintOf(index).isEmpty())
                .findFirst();
        Wanted unnamed = new Wanted(
                "",
                wanted.label(),
                wanted.method(),
                wanted.unique(),
                wanted.keys(),
                wanted.included(),
                wanted.condition(),
                wanted.plainOrder(),
                wanted.immediate(),
                false,
                wanted.built(),
                wanted.operatorClasses());
        Relation child = there.orElseGet(() -> create(partition, unnamed, onPartitions));
        child.parentIndex = index.id();
        return child;
    }

    static boolean matches(IndexShape one, IndexShape other) {
        return one.method().equals(other.method())
                && one.unique() == other.unique()
                && texts(one.keys()).equals(texts(other.keys()))
                && one.included().equals(other.included())
                && one.operatorClasses().equals(other.operatorClasses())
                && one.condition()
                        .map(Expression::text)
                        .equals(other.condition().map(Expression::text));
    }

    private static List<String> texts(List<Expression> keys) {
        return keys.stream().map(key -> key.bare().text()).toList();
    }

    /** What an index that is there would have to be asked for with. */
    static Wanted like(Relation index, String label) {
        IndexShape shape = index.indexShape();
        return new Wanted(
                "",
                label,
                shape.method(),
                shape.unique(),
                shape.keys(),
                shape.included(),
                shape.condition(),
                shape.plainOrder(),
                shape.immediate(),
                false,
                true,
                shape.operatorClasses());
    }

    private String chosenName(Relation table, Wanted wanted) {
        String columns =
                wanted.label().equals("pkey") ? "" : keyNames(wanted).stream().collect(Collectors.joining("_"));
        return catalog.chooseName(table.schema, table.name, columns, wanted.label(), table.constraints.keySet());
    }

    /** The names that the server gives the keys: columns, functions, or "expr". */
    private static List<String> keyNames(Wanted wanted) {
        List<String> names = new ArrayList<>();
        List<String> all =
                new ArrayList<>(wanted.keys().stream().map(Indexes::keyName).toList());
        all.addAll(wanted.included());
        for (String name : all) {
            String numbered = name;
            for (int number = 1; names.contains(numbered); number++) {
                numbered = name + number;
            }
            names.add(numbered);
        }
        return names;
    }

    private static String keyName(Expression key) {
        return ShownName.of(key).orElse("expr");
    }

    private IndexShape shape(Relation table, Wanted wanted) {
        List<String> keyColumns = new ArrayList<>();
        Set<String> all = new LinkedHashSet<>();
        boolean onExpressions = false;
        Expressions expressions = new Expressions(catalog);
        for (Expression key : wanted.keys()) {
            Optional<Column> column = plainColumn(table, key, wanted.label());
            if (column.isPresent()) {
                keyColumns.add(column.get().name());
                all.add(column.get().name());
                checkOrder(column.get(), wanted);
            } else {
                onExpressions = true;
                checkStable(table, key, "index expression");
                new Expressions(catalog)
                        .type(key, table.columns)
                        .filter(type -> wanted.operatorClasses().isEmpty()
                                && !type.name().equals("unknown"))
                        .filter(type -> wanted.label().equals("idx"))
                        .ifPresent(type -> requireOrder(type, wanted));
                all.addAll(key.columnsOf(table.columnNames()));
            }
        }
        for (String included : wanted.included()) {
            requireColumn(table, included, wanted.label());
            all.add(included);
        }
        wanted.condition().ifPresent(condition -> {
            checkStable(table, condition, "index predicate");
            Checks.requireTruth(catalog, condition, table, "WHERE");
            all.addAll(condition.columnsOf(table.columnNames()));
        });
        return new IndexShape(
                wanted.method(),
                wanted.unique(),
                wanted.keys().stream().map(expressions::resolved).toList(),
                keyColumns,
                wanted.included(),
                all,
                onExpressions,
                wanted.condition().map(expressions::resolved),
                wanted.plainOrder(),
                wanted.immediate(),
                wanted.operatorClasses());
    }

    private static Optional<Column> plainColumn(Relation table, Expression key, String label) {
        boolean one =
                key.bare().tokens().size() == 1 && key.bare().tokens().get(0).isName();
        String name = one ? key.bare().tokens().get(0).value() : "";
        if (label.equals("idx") && Expressions.isSystemColumn(name)) {
            boolean ordered = name.equals("ctid") || name.equals("tableoid");
            throw new Refusal(
                    ordered ? "0A000" : "42704",
                    ordered
                            ? "index creation on system columns is not supported"
                            : "data type of column \"" + name + "\" has no default operator class");
        }
        return one ? Optional.of(requireColumn(table, name, label)) : Optional.empty();
    }

    private static Column requireColumn(Relation table, String name, String label) {
        return table.column(name)
                .orElseThrow(() -> new Refusal(
                        "42703",
                        label.equals("idx")
                                ? "column \"" + name + "\" does not exist"
                                : "column \"" + name + "\" named in key does not exist"));
    }

    private void checkOrder(Column column, Wanted wanted) {
        if (column.generation() == Column.Generation.VIRTUAL) {
            throw new Refusal(
                    "0A000",
                    wanted.label().equals("idx")
                            ? "indexes on virtual generated columns are not supported"
                            : "unique constraints on virtual generated columns are not supported");
        }
        Types types = new Types(catalog);
        String written = wanted.operatorClasses().getOrDefault(column.name(), "");
        if (!written.isEmpty()) {
            types.requireOperatorClass(written, wanted.method(), column.type());
            return;
        }
        requireOrder(column.type(), wanted);
    }

    private void requireOrder(TypeRef type, Wanted wanted) {
        if (new Types(catalog).operatorClass(type, wanted.method()).isEmpty()) {
            throw new Refusal(
                    "42704",
                    "data type " + type.shown() + " has no default operator class for access method \""
                            + wanted.method() + "\"");
        }
    }

    private void checkStable(Relation table, Expression expression, String what) {
        if (expression.hasQuery()) {
            throw new Refusal("0A000", "cannot use subquery in " + what);
        }
        boolean virtual = expression.columnsOf(table.columnNames()).stream()
                .flatMap(each -> table.column(each).stream())
                .anyMatch(each -> each.generation() == Column.Generation.VIRTUAL);
        if (virtual) {
            throw new Refusal("0A000", "indexes on virtual generated columns are not supported");
        }
        Expressions expressions = new Expressions(catalog);
        expressions.check(expression, List.of(table));
        expressions.requireOperators(expression, table.columns);
        expressions.refuseAggregates(expression, what + "s");
        if (!expressions.mayBeImmutable(expression, table.columns)) {
            throw new Refusal("42P17", "functions in " + what + " must be marked IMMUTABLE");
        }
    }

    private static void checkMethod(Wanted wanted) {
        String method = wanted.method();
        boolean known = List.of("btree", "hash", "gist", "spgist", "gin", "brin", "bloom", "rum", "hnsw", "ivfflat")
                .contains(method);
        if (!known) {
            throw new Refusal("42704", "access method \"" + method + "\" does not exist");
        }
        boolean temporal = method.equals("gist") && !wanted.label().equals("idx");
        if (wanted.unique() && !method.equals("btree") && !temporal) {
            throw new Refusal("0A000", "access method \"" + method + "\" does not support unique indexes");
        }
        boolean several = wanted.keys().size() > 1 && List.of("hash", "spgist").contains(method);
        if (several) {
            throw new Refusal("0A000", "access method \"" + method + "\" does not support multicolumn indexes");
        }
        if (!wanted.included().isEmpty() && List.of("hash", "gin", "brin").contains(method)) {
            throw new Refusal("0A000", "access method \"" + method + "\" does not support included columns");
        }
    }

    private void checkPartitionKey(Relation table, Wanted wanted, IndexShape shape) {
        boolean unique = wanted.unique() || wanted.label().equals("excl");
        boolean byExpression =
                table.partitionKey.stream().anyMatch(key -> key.bare().tokens().size() != 1);
        if (table.isPartitioned() && unique && byExpression) {
            throw new Refusal("0A000", "unsupported constraint with partition key definition");
        }
        if (table.isPartitioned() && unique && !shape.keyColumns().containsAll(table.partitionColumns())) {
            throw new Refusal(
                    "0A000",
                    (wanted.label().equals("pkey") ? "primary key" : "unique")
                            + " constraint on partitioned table must include all partitioning columns");
        }
        if (table.isPartitioned() && wanted.label().equals("excl") && !catalog.isFrom(17)) {
            throw new Refusal("0A000", "exclusion constraints are not supported on partitioned tables");
        }
    }
}
