package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one statement does, gathered while it is applied to a catalog. Only relations that were there before it count: nobody else knows the others. */
public final class Effects {
    private final Catalog catalog;
    private final boolean inTransaction;
    private final int firstNew;
    private final Map<Integer, String> namesBefore = new LinkedHashMap<>();
    private final Map<Integer, LockMode> locks = new LinkedHashMap<>();
    private final SortedSet<String> rewrites = new TreeSet<>();
    private final SortedSet<String> scans = new TreeSet<>();
    private final SortedSet<String> indexBuilds = new TreeSet<>();
    private final Set<Map.Entry<Integer, List<String>>> proved = new HashSet<>();

    /** @param catalog is changed by the statement */
    public Effects(Catalog catalog, boolean inTransaction) {
        this(catalog, inTransaction, catalog.nextId());
        catalog.relations().forEach(each -> namesBefore.put(each.id(), Catalog.shown(each)));
    }

    /** Of a statement that only makes the schema: nobody asks for its locks. */
    public static Effects ofSchema(Catalog catalog) {
        return new Effects(catalog, false, catalog.nextId());
    }

    private Effects(Catalog catalog, boolean inTransaction, int firstNew) {
        this.catalog = catalog;
        this.inTransaction = inTransaction;
        this.firstNew = firstNew;
    }

    public Catalog catalog() {
        return catalog;
    }

    /** Whether the statement stands between BEGIN and COMMIT. */
    public boolean inTransaction() {
        return inTransaction;
    }

    boolean isNew(Relation relation) {
        return relation.id() >= firstNew;
    }

    void lock(Relation relation, LockMode mode) {
        if (!isNew(relation)) {
            locks.merge(relation.id(), mode, LockMode::stronger);
        }
    }

    void lock(Collection<Relation> relations, LockMode mode) {
        relations.forEach(each -> lock(each, mode));
    }

    /** Takes a table and its indexes as a query does that only reads. */
    void read(Relation table) {
        read(table, LockMode.ACCESS_SHARE);
    }

    /** Takes a table and its indexes as a query does. */
    void read(Relation table, LockMode mode) {
        lock(table, mode);
        lookAtBoundOfWhole(table);
        catalog.indexesOf(table).stream()
                .filter(index -> isOpened(table, index))
                .forEach(index -> lock(index, mode));
    }

    /** Before 16 no query needs the indexes of a whole, but of one without parts. */
    boolean isOpened(Relation table, Relation index) {
        boolean whole = index.kind != Relation.Kind.INDEX;
        boolean alone = !table.partition && catalog.childrenOf(table).isEmpty();
        return !whole || catalog.isFrom(16) || alone;
    }

    /** Before 14 a partition's bound is looked up in the tables above it when it is emptied. */
    void lookAtBound(Relation partition) {
        if (partition.partition && !catalog.isFrom(14)) {
            lock(catalog.ancestorsOf(partition), LockMode.ACCESS_SHARE);
        }
    }

    /** To plan a query, the bound of a partition that is partitioned itself is looked up in the tables above it. */
    void lookAtBoundOfWhole(Relation table) {
        if (table.partition
                && table.isPartitioned()
                && !catalog.childrenOf(table).isEmpty()) {
            lock(catalog.ancestorsOf(table), LockMode.ACCESS_SHARE);
        }
    }

    /** The foreign key of a partition over these columns holds already. */
    void proved(Relation part, List<String> columns) {
        proved.add(Map.entry(part.id(), columns));
    }

    boolean isProved(Relation part, List<String> columns) {
        return proved.contains(Map.entry(part.id(), columns));
    }

    /** A table is written anew, with all its indexes. */
    void rewrite(Relation table) {
        if (isNew(table)) {
            return;
        }
        rewrites.add(name(table));
        for (Relation index : catalog.indexesOf(table)) {
            lock(index, LockMode.ACCESS_EXCLUSIVE);
            build(index);
        }
    }

    /** The file of a table is copied to another place as it is. */
    void copies(Relation table) {
        if (!isNew(table)) {
            rewrites.add(name(table));
        }
    }

    void scan(Relation table) {
        if (!isNew(table) && table.hasRows()) {
            scans.add(name(table));
        }
    }

    /** An index is built over the rows of a table. */
    void build(Relation index) {
        if (!isNew(catalog.get(index.table)) && index.kind == Relation.Kind.INDEX) {
            indexBuilds.add(isNew(index) ? Catalog.shown(index) : name(index));
        }
    }

    private String name(Relation relation) {
        return namesBefore.getOrDefault(relation.id(), Catalog.shown(relation));
    }

    /** The strongest mode on each relation, by its name before the statement. */
    public SortedMap<String, LockMode> locks() {
        SortedMap<String, LockMode> byName = new TreeMap<>();
        locks.forEach((id, mode) -> byName.put(namesBefore.getOrDefault(id, "?"), mode));
        return byName;
    }

    public SortedSet<String> rewrites() {
        return rewrites;
    }

    public SortedSet<String> scans() {
        return scans;
    }

    public SortedSet<String> indexBuilds() {
        return indexBuilds;
    }
}
