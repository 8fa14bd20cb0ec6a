package dev.lockstep.agent.engine.postgres.explain.catalog;

import dev.lockstep.agent.engine.postgres.explain.parse.Keywords;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The schema as the statements so far have left it. Belongs to one thread; copied before a statement that may fail. */
public final class Catalog {

    /** Extended statistics on columns of a table. */
    public record Statistics(int table, Set<String> columns) {}

    /** A constraint with the table that has it. */
    public record Held(Relation table, Constraint constraint) {}

    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[a-z_][a-z0-9_$]*");
    private static final int MAX_NAME_BYTES = 63;
    private static final Set<String> WITHOUT_FUNCTIONS =
            Set.of("plpgsql", "btree_gin", "btree_gist", "pg_stat_statements", "pg_buffercache", "amcheck", "bloom");
    private static final Set<String> WITHOUT_TYPES = Set.of(
            "plpgsql",
            "btree_gin",
            "btree_gist",
            "pg_stat_statements",
            "pg_buffercache",
            "amcheck",
            "bloom",
            "pgcrypto",
            "uuid-ossp",
            "pg_trgm",
            "unaccent",
            "fuzzystrmatch",
            "tablefunc",
            "intarray",
            "dblink",
            "postgres_fdw",
            "pgstattuple",
            "pg_prewarm");
    private static final List<String> ONLY_PUBLIC = List.of("public");

    private final int major;
    private final BuiltIns builtIns;
    private final Map<Integer, Relation> relations = new LinkedHashMap<>();
    private final Map<String, Set<Relation>> relationsByName = new HashMap<>();
    public final Map<QualifiedName, UserType> types = new LinkedHashMap<>();
    public final List<FunctionFacts> functions = new ArrayList<>();
    public final Map<QualifiedName, Statistics> statistics = new LinkedHashMap<>();
    public final Set<String> collations = new LinkedHashSet<>();
    public final Set<String> schemas = new LinkedHashSet<>();
    public List<String> searchPath = ONLY_PUBLIC;
    public final Map<String, Publication> publications = new LinkedHashMap<>();
    /** By name; what they bring is not known. */
    public final Set<String> extensions = new LinkedHashSet<>();
    /** The ways to keep tables that statements have made. */
    public final Set<String> tableMethods = new LinkedHashSet<>();
    /** The foreign servers. */
    public final Set<String> servers = new LinkedHashSet<>();
    /** The functions of event triggers, by the names of these. */
    public final Map<String, String> eventTriggers = new LinkedHashMap<>();
    /** Whether the session's time zone is UTC, which spares some types a rewrite. */
    public boolean utc = true;

    private int lastId;

    private Catalog(int major, BuiltIns builtIns) {
        this.major = major;
        this.builtIns = builtIns;
        schemas.addAll(ONLY_PUBLIC);
    }

    public static Catalog empty(int major) {
        return new Catalog(major, BuiltIns.of(major));
    }

    public Catalog copy() {
        Catalog copy = new Catalog(major, builtIns);
        relations.values().forEach(each -> copy.put(each.copy()));
        copy.types.putAll(types);
        copy.functions.addAll(functions);
        copy.statistics.putAll(statistics);
        copy.schemas.addAll(schemas);
        copy.schemas.retainAll(schemas);
        copy.collations.addAll(collations);
        copy.searchPath = searchPath;
        copy.extensions.addAll(extensions);
        copy.tableMethods.addAll(tableMethods);
        copy.servers.addAll(servers);
        copy.eventTriggers.putAll(eventTriggers);
        copy.publications.putAll(publications);
        copy.utc = utc;
        copy.lastId = lastId;
        return copy;
    }

    /** Whether an extension may have brought a type that nobody here knows. */
    public boolean mayHaveMoreTypes() {
        return !WITHOUT_TYPES.containsAll(extensions);
    }

    /** Whether an extension may have brought a function that nobody here knows. */
    public boolean mayHaveMoreFunctions() {
        return !WITHOUT_FUNCTIONS.containsAll(extensions);
    }

    public int major() {
        return major;
    }

    /** Whether the server is of this version or a later one. */
    public boolean isFrom(int version) {
        return major >= version;
    }

    public BuiltIns builtIns() {
        return builtIns;
    }

    public Collection<Relation> relations() {
        return List.copyOf(relations.values());
    }

    public Relation get(int id) {
        Relation relation = relations.get(id);
        if (relation == null) {
            throw new IllegalStateException("expected a relation with the number " + id + ", found none");
        }
        return relation;
    }

    public boolean has(int id) {
        return relations.containsKey(id);
    }

    /** The number that the next relation will get: all that are there have smaller ones. */
    public int nextId() {
        return lastId + 1;
    }

    /** The schema that new objects without one go to. */
    public String schemaFor(QualifiedName name) {
        if (name.schema().isEmpty()) {
            return searchPath.stream().filter(schemas::contains).findFirst().orElse("public");
        }
        requireSchema(name.schema());
        return name.schema();
    }

    public void requireSchema(String schema) {
        if (!schemas.contains(schema) && !schema.equals("pg_temp") && !isOfServer(schema)) {
            throw new Refusal("3F000", "schema \"" + schema + "\" does not exist");
        }
    }

    public static boolean isOfServer(String schema) {
        return schema.equals("pg_catalog") || schema.equals("information_schema");
    }

    private void put(Relation relation) {
        relations.put(relation.id(), relation);
        relationsByName
                .computeIfAbsent(relation.name, any -> new LinkedHashSet<>())
                .add(relation);
    }

    private Optional<Relation> find(String schema, String name) {
        return relationsByName.getOrDefault(name, Set.of()).stream()
                .filter(each -> each.schema.equals(schema))
                .findFirst();
    }

    /** A temporary one goes before all others. */
    public Optional<Relation> find(QualifiedName name) {
        if (!name.schema().isEmpty()) {
            return find(name.schema(), name.name());
        }
        return Stream.concat(Stream.of("pg_temp"), searchPath.stream())
                .flatMap(schema -> find(schema, name.name()).stream())
                .findFirst();
    }

    public void rename(Relation relation, String name) {
        remove(relation);
        relation.name = name;
        put(relation);
    }

    private void remove(Relation relation) {
        relationsByName.getOrDefault(relation.name, Set.of()).remove(relation);
    }

    /** @throws Refusal when there is none */
    public Relation require(QualifiedName name) {
        if (!name.schema().isEmpty()) {
            requireSchema(name.schema());
        }
        return find(name).orElseThrow(() -> new Refusal("42P01", "relation \"" + name.text() + "\" does not exist"));
    }

    /** Makes a relation; its name must be free. */
    public Relation create(Relation.Kind kind, String schema, String name) {
        requireFreeName(schema, name);
        boolean typed = kind != Relation.Kind.SEQUENCE
                && kind != Relation.Kind.INDEX
                && kind != Relation.Kind.PARTITIONED_INDEX;
        if (typed && types.containsKey(new QualifiedName(schema, name))) {
            throw new Refusal("42710", "type \"" + name + "\" already exists");
        }
        Relation relation = new Relation(++lastId, kind, schema, name);
        put(relation);
        return relation;
    }

    public void requireFreeName(String schema, String name) {
        if (isTaken(schema, name)) {
            throw new Refusal("42P07", "relation \"" + name + "\" already exists");
        }
    }

    public boolean isTaken(String schema, String name) {
        return find(schema, name).isPresent();
    }

    public void remove(int id) {
        remove(get(id));
        relations.remove(id);
        statistics.values().removeIf(each -> each.table() == id);
    }

    /** As the server shows it to a session whose search path is "public". */
    public static String shown(Relation relation) {
        String name = quoted(relation.name);
        boolean bare = relation.schema.equals("public") || relation.schema.equals("pg_temp");
        return bare ? name : quoted(relation.schema) + "." + name;
    }

    public static String quoted(String name) {
        boolean plain = NEEDS_NO_QUOTES.matcher(name).matches() && !Keywords.needsQuotes(name);
        return plain ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    public List<Relation> childrenOf(Relation parent) {
        return relations.values().stream()
                .filter(each -> each.parents.contains(parent.id()))
                .toList();
    }

    /** A table with everything that is below it. */
    public List<Relation> family(Relation root) {
        Map<Integer, Relation> family = new LinkedHashMap<>();
        family.put(root.id(), root);
        childrenOf(root).forEach(child -> family(child).forEach(each -> family.put(each.id(), each)));
        return List.copyOf(family.values());
    }

    public List<Relation> indexesOf(Relation table) {
        return relations.values().stream()
                .filter(each -> each.isIndex() && each.table == table.id())
                .toList();
    }

    /** The parts of a partitioned index. */
    public List<Relation> partsOf(Relation index) {
        return relations.values().stream()
                .filter(each -> each.parentIndex == index.id())
                .toList();
    }

    public List<Relation> sequencesOf(Relation table) {
        return relations.values().stream()
                .filter(each -> each.kind == Relation.Kind.SEQUENCE && each.ownerTable == table.id())
                .toList();
    }

    public Optional<Relation> sequenceOf(Relation table, String column) {
        return sequencesOf(table).stream()
                .filter(each -> each.ownerColumn.equals(column))
                .findFirst();
    }

    /** The foreign keys that refer to a table, those of the table itself too. */
    public List<Held> referencesTo(Relation table) {
        List<Held> held = new ArrayList<>();
        for (Relation each : relations.values()) {
            for (Constraint constraint : each.constraints.values()) {
                if (constraint.references() == table.id()) {
                    held.add(new Held(each, constraint));
                }
            }
        }
        return held;
    }

    /** The partitioned tables that a table is a part of. */
    public List<Relation> ancestorsOf(Relation relation) {
        List<Relation> found = new ArrayList<>();
        for (Relation each = relation; each.partition; ) {
            each = get(each.parents.get(0));
            found.add(each);
        }
        return found;
    }

    /** The foreign keys whose rows may refer to those of a table: its own, and those to the tables that it is a part of. */
    public List<Held> referencesToAllOf(Relation table) {
        List<Held> held = new ArrayList<>(referencesTo(table));
        ancestorsOf(table).forEach(each -> held.addAll(referencesTo(each)));
        return held;
    }

    /** The views that show or need something of a relation. */
    public List<Relation> viewsOn(Relation relation) {
        return relations.values().stream()
                .filter(each -> each.uses.stream().anyMatch(use -> use.relation() == relation.id()))
                .toList();
    }

    /** The constraint that an index stands behind. */
    public Optional<Held> constraintOf(Relation index) {
        Relation table = get(index.table);
        return table.constraints.values().stream()
                .filter(each -> each.hasIndex() && each.index() == index.id())
                .map(each -> new Held(table, each))
                .findFirst();
    }

    /** A name such as the server would choose, cut so that it fits, and numbered so that it is free. */
    public String chooseName(String schema, String table, String columns, String label, Collection<String> taken) {
        for (int number = 0; ; number++) {
            String name = objectName(table, columns, number == 0 ? label : label + number);
            if (!isTaken(schema, name) && !taken.contains(name)) {
                return name;
            }
        }
    }

    private static String objectName(String first, String second, String label) {
        int overhead = (second.isEmpty() ? 0 : 1) + (label.isEmpty() ? 0 : label.length() + 1);
        int available = MAX_NAME_BYTES - overhead;
        int firstBytes = bytes(first);
        int secondBytes = bytes(second);
        while (firstBytes + secondBytes > available) {
            if (firstBytes > secondBytes) {
                firstBytes--;
            } else {
                secondBytes--;
            }
        }
        String name = TokenReader.cutTo(first, firstBytes);
        name += second.isEmpty() ? "" : "_" + TokenReader.cutTo(second, secondBytes);
        return name + (label.isEmpty() ? "" : "_" + label);
    }

    private static int bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }
}
