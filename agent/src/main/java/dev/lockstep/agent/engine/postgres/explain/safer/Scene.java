package dev.lockstep.agent.engine.postgres.explain.safer;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The schema around a statement.
 *
 * @param before as it is when the statement comes
 * @param after as the statement leaves it; the names that the server chooses are taken from there
 */
record Scene(Catalog before, Catalog after) {

    Optional<Relation> find(QualifiedName name) {
        return before.find(name);
    }

    /** A table's name as change files have it. */
    static String named(Relation table) {
        return table.schema.equals("public") ? table.name : table.schema + "." + table.name;
    }

    /** A name for raw steps: with its schema, and in quotes where it needs them. */
    static String written(Relation relation) {
        return written(relation.schema, relation.name);
    }

    static String written(String schema, String name) {
        return Catalog.quoted(schema) + "." + Catalog.quoted(name);
    }

    /** Columns for raw steps. */
    static String written(List<String> columns) {
        return String.join(", ", columns.stream().map(Catalog::quoted).toList());
    }

    /** Lockstep's operations are for ordinary tables, and for partitioned ones as a whole; no partition is changed by itself. */
    boolean standsByItself(Relation table) {
        boolean whole = table.isPartitioned() && !table.partition && partsAreLike(table);
        boolean bound = !table.ofType.isEmpty() || table.forcesRowSecurity;
        return !bound && table.parents.isEmpty() && (whole || isOrdinary(table));
    }

    /** Whether all parts of a table are tables of this database, and in its schema. */
    private boolean partsAreLike(Relation whole) {
        return before.family(whole).stream()
                .allMatch(each -> each.schema.equals(whole.schema)
                        && each.kind != Relation.Kind.FOREIGN_TABLE
                        && !each.forcesRowSecurity);
    }

    /** Neither partitioned nor above or below another table. */
    boolean isOrdinary(Relation table) {
        return table.kind == Relation.Kind.TABLE
                && table.parents.isEmpty()
                && before.childrenOf(table).isEmpty()
                && table.persistence != Relation.Persistence.TEMPORARY;
    }

    /** A table that keeps rows itself and can be given constraints by raw steps: a partition, or one with tables above or below it. */
    boolean bearsRawSteps(Relation table) {
        return table.kind == Relation.Kind.TABLE && table.persistence != Relation.Persistence.TEMPORARY;
    }

    /** Whether all that is not of this table is there after the statement, too, and of its columns all that the statement does not name stay as they are. */
    boolean takesNothingAlong(Relation table) {
        boolean others = before.relations().stream()
                .filter(each -> each.id() != table.id() && !(each.isIndex() && each.table == table.id()))
                .allMatch(each -> after.has(each.id())
                        && after.get(each.id()).constraints.keySet().equals(each.constraints.keySet()));
        Relation now = after.get(table.id());
        boolean computed = table.columns.stream()
                .filter(each -> each.generation().isComputed())
                .allMatch(each -> now.column(each.name()).isPresent());
        return others
                && computed
                && now.policies.keySet().equals(table.policies.keySet())
                && now.triggers.keySet().equals(table.triggers.keySet());
    }

    /** The indexes that a table gets by the statement. */
    List<Relation> newIndexes(Relation table) {
        return after.has(table.id())
                ? after.indexesOf(after.get(table.id())).stream()
                        .filter(each -> !before.has(each.id()))
                        .toList()
                : List.of();
    }

    /** Those constraints that a table gets by the statement. */
    List<Constraint> newConstraints(Relation table) {
        return after.get(table.id()).constraints.values().stream()
                .filter(each -> !table.constraints.containsKey(each.name()))
                .toList();
    }

    /** A name for an index that the server would choose. */
    String indexName(Relation table, List<String> columns) {
        return after.chooseName(table.schema, table.name, String.join("_", columns), "idx", Set.of());
    }

    /** Whether rows are found by these columns, in any order. */
    boolean hasIndexFor(Relation table, List<String> columns) {
        return before.indexesOf(table).stream()
                .filter(each -> each.valid && each.indexShape().condition().isEmpty())
                .map(each -> each.indexShape().keys().stream()
                        .map(key -> key.bare().text().replace("\"", ""))
                        .toList())
                .anyMatch(keys -> keys.size() >= columns.size()
                        && new HashSet<>(keys.subList(0, columns.size())).containsAll(columns));
    }

    /** The same in each part that has rows, where the table as a whole has no such index. */
    boolean findsRowsBy(Relation table, List<String> columns) {
        List<Relation> leaves =
                before.family(table).stream().filter(Relation::hasRows).toList();
        return hasIndexFor(table, columns)
                || !leaves.isEmpty() && leaves.stream().allMatch(each -> hasIndexFor(each, columns));
    }

    /** Whether a backfill can go through its rows by a key. */
    boolean hasKey(Relation table) {
        return before.indexesOf(table).stream()
                .filter(each -> each.valid)
                .map(Relation::indexShape)
                .filter(each -> each.unique() && each.immediate() && !each.onExpressions())
                .filter(each -> each.condition().isEmpty() && each.method().equals("btree"))
                .anyMatch(each -> each.keyColumns().stream()
                        .allMatch(
                                name -> table.column(name).map(Column::notNull).orElse(false)));
    }

    boolean isPublished(Relation table) {
        return before.publications.values().stream()
                .anyMatch(each -> each.tables().contains(table.id()));
    }

    /** The primary key's columns. */
    static List<String> keyOf(Relation table) {
        return table.primaryKey().map(Constraint::columns).orElse(List.of());
    }
}
