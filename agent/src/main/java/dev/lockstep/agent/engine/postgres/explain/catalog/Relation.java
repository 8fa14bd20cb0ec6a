package dev.lockstep.agent.engine.postgres.explain.catalog;

import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A table, index, view or sequence while statements are followed. Belongs to one catalog and one thread; copied before a statement that may fail. */
public final class Relation {

    /** What it is. */
    public enum Kind {
        TABLE("table"),
        PARTITIONED_TABLE("table"),
        FOREIGN_TABLE("foreign table"),
        VIEW("view"),
        MATERIALIZED_VIEW("materialized view"),
        INDEX("index"),
        PARTITIONED_INDEX("index"),
        SEQUENCE("sequence");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** What messages of the server call it. */
        public String word() {
            return word;
        }
    }

    /** How long it is kept. */
    public enum Persistence {
        PERMANENT,
        UNLOGGED,
        TEMPORARY
    }

    /**
     * What an index is over.
     *
     * @param keys columns and expressions, in order, without those that are only included
     * @param keyColumns the columns among the keys, in order
     * @param included columns that are kept beside the keys
     * @param allColumns every column that it needs, its condition's too
     * @param operatorClasses by column, those that were written
     */
    public record IndexShape(
            String method,
            boolean unique,
            List<Expression> keys,
            List<String> keyColumns,
            List<String> included,
            Set<String> allColumns,
            boolean onExpressions,
            Optional<Expression> condition,
            boolean plainOrder,
            boolean immediate,
            Map<String, String> operatorClasses) {

        /** Whether its last key is a span of time that no other row with the same keys overlaps. */
        public boolean isTemporal() {
            return unique && method.equals("gist");
        }

        /** Whether its keys are exactly these columns, in any order. */
        public boolean isOver(List<String> columns) {
            return !onExpressions
                    && condition.isEmpty()
                    && keyColumns.size() == columns.size()
                    && Set.copyOf(keyColumns).equals(Set.copyOf(columns));
        }
    }

    /** A column of another relation that a view shows or needs; all of them when the name is empty. */
    public record Use(int relation, String column) {}

    /**
     * A trigger, with the columns of its UPDATE OF and its WHEN.
     *
     * @param events insert, update, delete and truncate
     */
    public record Trigger(
            String function, Set<String> columns, boolean forEachRow, boolean inherited, Set<String> events) {}

    /** What a policy or a rule needs to be there. */
    public record Needs(Set<Use> uses, Set<String> functions) {
        public Needs {
            uses = Set.copyOf(uses);
            functions = Set.copyOf(functions);
        }
    }

    /**
     * A rule.
     *
     * @param event select, insert, update or delete
     * @param instead whether it takes the place of what the statement says
     * @param writes the numbers of the relations that it writes, each with the word of the statement
     */
    public record Rule(String event, boolean instead, Map<Integer, String> writes, Needs needs) {
        public Rule {
            writes = Map.copyOf(writes);
        }
    }

    private final int id;
    public String schema;
    public String name;
    public Kind kind;
    public Persistence persistence = Persistence.PERMANENT;
    public final List<Column> columns = new ArrayList<>();
    public final Map<String, Constraint> constraints = new LinkedHashMap<>();
    public final List<Integer> parents = new ArrayList<>();
    /** Whether its one parent is the partitioned table that it is a part of. */
    public boolean partition;
    /** RANGE, LIST or HASH; empty for a table that is not partitioned. */
    public String strategy = "";

    public final List<Expression> partitionKey = new ArrayList<>();
    /** Of a partition: which rows it holds. */
    public Optional<Bound> bound = Optional.empty();

    public String ofType = "";
    /** Of a foreign table: where its rows are. */
    public String server = "";
    /** Of an index: its table. */
    public int table;
    /** Of an index: the index of the partitioned table that it is a part of; 0 for none. */
    public int parentIndex;

    public Optional<IndexShape> shape = Optional.empty();
    public boolean valid = true;
    /** Of a table: the index that it was last ordered by; 0 for none. */
    public int clusteredOn;
    /** Of a table: by what replication finds rows. */
    public Identity identity = Identity.DEFAULT;
    /** Of a table: the index by which replication finds rows; 0 for none. */
    public int replicaIndex;
    /** Of a table: whether policies hold for its owner, too. */
    public boolean forcesRowSecurity;
    /** Of a sequence that a statement of its own has made. */
    public Optional<SequenceRange> range = Optional.empty();
    /** Of a sequence. */
    public int ownerTable;

    public String ownerColumn = "";
    public boolean ofIdentity;
    /** Of a view. */
    public final Set<Use> uses = new LinkedHashSet<>();

    public final Map<String, Trigger> triggers = new LinkedHashMap<>();
    public final Map<String, Rule> rules = new LinkedHashMap<>();
    public final Map<String, Needs> policies = new LinkedHashMap<>();
    /** The query of a view. */
    public List<Token> query = List.of();

    /** By what replication finds rows; by default it is the primary key, if there is one. */
    public enum Identity {
        DEFAULT,
        FULL,
        NOTHING,
        INDEX
    }

    Relation(int id, Kind kind, String schema, String name) {
        this.id = id;
        this.kind = kind;
        this.schema = schema;
        this.name = name;
    }

    Relation copy() {
        Relation copy = new Relation(id, kind, schema, name);
        copy.persistence = persistence;
        copy.columns.addAll(columns);
        copy.constraints.putAll(constraints);
        copy.parents.addAll(parents);
        copy.partition = partition;
        copy.strategy = strategy;
        copy.partitionKey.addAll(partitionKey);
        copy.bound = bound;
        copy.ofType = ofType;
        copy.server = server;
        copy.table = table;
        copy.parentIndex = parentIndex;
        copy.shape = shape;
        copy.valid = valid;
        copy.clusteredOn = clusteredOn;
        copy.identity = identity;
        copy.replicaIndex = replicaIndex;
        copy.forcesRowSecurity = forcesRowSecurity;
        copy.range = range;
        copy.ownerTable = ownerTable;
        copy.ownerColumn = ownerColumn;
        copy.ofIdentity = ofIdentity;
        copy.uses.addAll(uses);
        copy.triggers.putAll(triggers);
        copy.rules.putAll(rules);
        copy.policies.putAll(policies);
        copy.query = query;
        return copy;
    }

    /** The number by which others name it; a new name does not change it. */
    public int id() {
        return id;
    }

    public boolean isTable() {
        return kind == Kind.TABLE || kind == Kind.PARTITIONED_TABLE || kind == Kind.FOREIGN_TABLE;
    }

    public boolean isPartitioned() {
        return kind == Kind.PARTITIONED_TABLE;
    }

    public boolean isIndex() {
        return kind == Kind.INDEX || kind == Kind.PARTITIONED_INDEX;
    }

    public boolean isView() {
        return kind == Kind.VIEW;
    }

    /** Whether it has rows in a file of its own. */
    public boolean hasRows() {
        return kind == Kind.TABLE || kind == Kind.MATERIALIZED_VIEW;
    }

    public Optional<Column> column(String wanted) {
        return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }

    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    /** @throws Refusal as it is given, when there is no such column */
    public void requireColumn(String wanted, Supplier<Refusal> otherwise) {
        if (column(wanted).isEmpty()) {
            throw otherwise.get();
        }
    }

    /** Puts a column in the place of the one with this name. */
    public void replace(String old, Column column) {
        columns.replaceAll(each -> each.name().equals(old) ? column : each);
    }

    /** The shape of an index. */
    public IndexShape indexShape() {
        return shape.orElseThrow();
    }

    public Optional<Constraint> primaryKey() {
        return constraints.values().stream()
                .filter(each -> each.kind() == Constraint.Kind.PRIMARY_KEY)
                .findFirst();
    }

    /** The columns that say which partition a row goes to. */
    public Set<String> partitionColumns() {
        Set<String> names = new LinkedHashSet<>();
        partitionKey.forEach(key -> names.addAll(key.columnsOf(columnNames())));
        return names;
    }
}
