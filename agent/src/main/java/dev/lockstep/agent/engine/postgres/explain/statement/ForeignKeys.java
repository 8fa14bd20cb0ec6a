package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Adds and validates foreign keys. */
final class ForeignKeys {
    private static final int FIRST_WITH_INDEX_LOCK = 14;

    private final Effects effects;
    private final Catalog catalog;

    ForeignKeys(Effects effects) {
        this.effects = effects;
        this.catalog = effects.catalog();
    }

    /** @param validated whether the rows are looked at now */
    Constraint add(Relation table, ConstraintDefinition definition, boolean only, boolean validated) {
        Relation referenced = catalog.require(definition.references().orElseThrow());
        effects.lock(referenced, LockMode.SHARE_ROW_EXCLUSIVE);
        check(table, definition, referenced, only);
        Relation index = supportingIndex(definition, referenced);
        List<String> keys = definition.referenced().isEmpty() ? primaryKeyColumns(referenced) : definition.referenced();
        checkTypes(table, definition, referenced, keys);
        for (Relation part : catalog.family(referenced)) {
            if (referenced.isPartitioned() || part == referenced) {
                effects.lock(part, LockMode.SHARE_ROW_EXCLUSIVE);
            }
        }
        if (catalog.isFrom(FIRST_WITH_INDEX_LOCK)) {
            lockWithParts(index);
        }
        String name = definition.name().isEmpty() ? chosenName(table, definition.columns()) : definition.name();
        Checks.requireFreeName(table, name);
        Constraint constraint = Constraint.foreignKey(
                        name, definition.columns(), referenced.id(), keys, index.id(), definition.isChecked())
                .enforced(!definition.has("NOT ENFORCED"));
        constraint = definition.isChecked() ? constraint.validated() : constraint;
        table.constraints.put(name, constraint);
        if (catalog.isFrom(18) && !only) {
            effects.lock(catalog.family(table), LockMode.SHARE_ROW_EXCLUSIVE);
        }
        if (table.isPartitioned()) {
            effects.lock(table, LockMode.SHARE_ROW_EXCLUSIVE);
            refuseOwnPart(table, referenced);
            hand(table, constraint);
        }
        if (validated && definition.isChecked()) {
            validate(table, constraint);
        }
        return constraint;
    }

    private void refuseOwnPart(Relation table, Relation referenced) {
        if (table != referenced && catalog.family(table).contains(referenced)) {
            throw new Refusal(
                    "55006",
                    "cannot ALTER TABLE \"" + referenced.name
                            + "\" because it is being used by active queries in this session");
        }
    }

    /** The parts of a partitioned table get its key; one that has the same key already keeps its own, and is not looked at. */
    private void hand(Relation table, Constraint constraint) {
        for (Relation part : catalog.childrenOf(table)) {
            effects.lock(part, LockMode.SHARE_ROW_EXCLUSIVE);
            Optional<Constraint> own = same(part, constraint);
            if (own.isPresent()) {
                merge(part, own.get());
                part.constraints.put(own.get().name(), own.get().inherited(true));
            } else {
                part.constraints.put(constraint.name(), constraint.inherited(true));
                hand(part, constraint);
            }
        }
    }

    /** A part's own key that says what that of the whole says. */
    Optional<Constraint> same(Relation part, Constraint constraint) {
        return part.constraints.values().stream()
                .filter(each -> each.kind() == Constraint.Kind.FOREIGN_KEY
                        && !each.inherited()
                        && each.references() == constraint.references()
                        && each.columns().equals(constraint.columns())
                        && each.referenced().equals(constraint.referenced())
                        && each.enforced() == constraint.enforced()
                        && (each.valid() || catalog.isFrom(18)))
                .findFirst();
    }

    /** The triggers that kept a part's own key go, and the table that it refers to is stopped for that. */
    void merge(Relation part, Constraint own) {
        Relation referenced = catalog.get(own.references());
        if (own.valid()) {
            effects.proved(part, own.columns());
        }
        if (!referenced.isPartitioned()) {
            effects.lock(referenced, LockMode.ACCESS_EXCLUSIVE);
        } else if (catalog.isFrom(14)) {
            effects.lock(part, LockMode.ACCESS_EXCLUSIVE);
            catalog.family(referenced).stream()
                    .filter(each -> catalog.isFrom(15) || !each.isPartitioned())
                    .forEach(each -> effects.lock(each, LockMode.ACCESS_EXCLUSIVE));
        }
    }

    private List<Relation> unproved(Relation table, Constraint constraint) {
        List<Relation> left = new ArrayList<>(List.of(table));
        catalog.childrenOf(table).stream()
                .filter(each -> !effects.isProved(each, constraint.columns()))
                .forEach(each -> left.addAll(unproved(each, constraint)));
        return left;
    }

    private void lockWithParts(Relation index) {
        effects.lock(index, LockMode.ACCESS_SHARE);
        catalog.partsOf(index).forEach(this::lockWithParts);
    }

    private String chosenName(Relation table, List<String> columns) {
        return catalog.chooseName(
                table.schema, table.name, String.join("_", columns), "fkey", table.constraints.keySet());
    }

    private void check(Relation table, ConstraintDefinition definition, Relation referenced, boolean only) {
        if (!referenced.isTable() || referenced.kind == Relation.Kind.FOREIGN_TABLE) {
            throw new Refusal("42809", "referenced relation \"" + referenced.name + "\" is not a table");
        }
        boolean unproved = definition.has("NOT VALID") && table.isPartitioned() && !catalog.isFrom(18);
        if (unproved) {
            throw new Refusal(
                    "42809",
                    "cannot add NOT VALID foreign key on partitioned table \"" + table.name
                            + "\" referencing relation \"" + referenced.name + "\"");
        }
        if (only && table.isPartitioned()) {
            throw new Refusal(
                    "42809",
                    "cannot use ONLY for foreign key on partitioned table \"" + table.name
                            + "\" referencing relation \"" + referenced.name + "\"");
        }
        if (referenced.persistence != Relation.Persistence.PERMANENT
                && table.persistence == Relation.Persistence.PERMANENT) {
            throw new Refusal("42P16", "constraints on permanent tables may reference only permanent tables");
        }
        if (table.persistence == Relation.Persistence.TEMPORARY
                && referenced.persistence != Relation.Persistence.TEMPORARY) {
            throw new Refusal("42P16", "constraints on temporary tables may reference only temporary tables");
        }
        boolean acts = definition.options().stream()
                .anyMatch(option -> option.startsWith("ON ") && !option.endsWith("NO ACTION"));
        if (definition.has(ConstraintReader.PERIOD) && acts) {
            throw new Refusal("0A000", "unsupported action for foreign key constraint using PERIOD");
        }
        for (String column : definition.columns()) {
            Column found = table.column(column).orElseThrow(() -> noColumn(column));
            if (found.generation() == Column.Generation.VIRTUAL) {
                throw new Refusal("0A000", "foreign key constraints on virtual generated columns are not supported");
            }
            boolean writes = definition.options().stream()
                    .anyMatch(option -> option.endsWith("SET NULL")
                            || option.endsWith("SET DEFAULT")
                            || option.startsWith("ON update CASCADE"));
            if (found.generation() == Column.Generation.STORED && writes) {
                throw new Refusal("42601", "invalid action for foreign key constraint containing generated column");
            }
        }
        definition.referenced().forEach(column -> referenced.requireColumn(column, () -> noColumn(column)));
    }

    private static Refusal noColumn(String column) {
        return new Refusal("42703", "column \"" + column + "\" referenced in foreign key constraint does not exist");
    }

    private static List<String> primaryKeyColumns(Relation referenced) {
        return referenced.primaryKey().map(Constraint::columns).orElse(List.of());
    }

    private Relation supportingIndex(ConstraintDefinition definition, Relation referenced) {
        boolean period = definition.has(ConstraintReader.PERIOD);
        boolean bothOrNone =
                definition.referenced().isEmpty() || definition.has(ConstraintReader.REFERENCED_PERIOD) == period;
        if (!bothOrNone) {
            throw new Refusal("42830", "foreign key uses PERIOD on one of the tables but not on the other");
        }
        Relation index = anySupportingIndex(definition, referenced);
        if (index.indexShape().isTemporal() != period) {
            throw new Refusal(
                    "42830",
                    period
                            ? "there is no unique constraint matching given keys for referenced table \""
                                    + referenced.name + "\""
                            : "foreign key must use PERIOD when referencing a primary key using WITHOUT OVERLAPS");
        }
        return index;
    }

    private Relation anySupportingIndex(ConstraintDefinition definition, Relation referenced) {
        if (definition.referenced().isEmpty()) {
            Constraint key = referenced
                    .primaryKey()
                    .orElseThrow(() -> new Refusal(
                            "42704", "there is no primary key for referenced table \"" + referenced.name + "\""));
            return catalog.get(key.index());
        }
        Optional<Relation> fitting = catalog.indexesOf(referenced).stream()
                .filter(index -> index.indexShape().unique()
                        && index.valid
                        && index.indexShape().isOver(definition.referenced()))
                .findFirst();
        if (fitting.isPresent() && !fitting.get().indexShape().immediate()) {
            throw new Refusal(
                    "55000",
                    "cannot use a deferrable unique constraint for referenced table \"" + referenced.name + "\"");
        }
        return fitting.orElseThrow(() -> new Refusal(
                "42830",
                "there is no unique constraint matching given keys for referenced table \"" + referenced.name + "\""));
    }

    private void checkTypes(Relation table, ConstraintDefinition definition, Relation referenced, List<String> keys) {
        if (keys.size() != definition.columns().size()) {
            throw new Refusal("42830", "number of referencing and referenced columns for foreign key disagree");
        }
        Types types = new Types(catalog);
        for (int i = 0; i < keys.size(); i++) {
            Column from = table.column(definition.columns().get(i)).orElseThrow();
            Column to = referenced.column(keys.get(i)).orElseThrow();
            if (!types.comparable(from.type(), to.type())) {
                String name = definition.name().isEmpty() ? chosenName(table, definition.columns()) : definition.name();
                throw new Refusal(
                        "42804",
                        "foreign key constraint \"" + name + "\" cannot be implemented: key columns \"" + from.name()
                                + "\" and \"" + to.name() + "\" are of incompatible types: "
                                + from.type().shown() + " and " + to.type().shown());
            }
        }
    }

    /** The rows of the referring table are read and looked up in the other, in one query. */
    void validate(Relation table, Constraint constraint) {
        Relation referenced = catalog.get(constraint.references());
        if (catalog.get(constraint.index()).indexShape().isTemporal()) {
            // row by row, without a query
            (table.isPartitioned() ? catalog.family(table) : List.of(table)).forEach(effects::scan);
            return;
        }
        List<Relation> readings = table.isPartitioned() ? unproved(table, constraint) : List.of(table);
        if (readings.stream().noneMatch(Relation::hasRows)) {
            return;
        }
        for (Relation each : readings) {
            if (each.hasRows()) {
                effects.scan(each);
            }
            if (!table.isPartitioned() || !each.isPartitioned()) {
                effects.read(each);
            }
        }
        for (Relation each : referenced.isPartitioned() ? catalog.family(referenced) : List.of(referenced)) {
            effects.read(each);
        }
    }

    /**
     * Both tables, when a foreign key goes or changes.
     *
     * @param wholeToo whether a partitioned table that is referred to is locked with its partitions
     */
    void lockBoth(Relation table, Constraint constraint, boolean wholeToo) {
        lockReferenced(
                constraint, LockMode.ACCESS_EXCLUSIVE, wholeToo ? LockMode.ACCESS_EXCLUSIVE : LockMode.ACCESS_SHARE);
        for (Relation each : table.isPartitioned() ? catalog.family(table) : List.of(table)) {
            effects.lock(each, LockMode.ACCESS_EXCLUSIVE);
        }
    }

    void lockReferenced(Constraint constraint, LockMode mode, LockMode onWhole) {
        if (!catalog.has(constraint.references())) {
            return;
        }
        Relation referenced = catalog.get(constraint.references());
        for (Relation each : referenced.isPartitioned() ? catalog.family(referenced) : List.of(referenced)) {
            boolean within = each.isPartitioned()
                    && each != referenced
                    && mode == LockMode.ACCESS_EXCLUSIVE
                    && onWhole == mode
                    && !catalog.isFrom(15);
            boolean weaker = each.isPartitioned() && onWhole != mode;
            if (!within && (!weaker || onWhole != LockMode.ACCESS_SHARE)) {
                effects.lock(each, weaker ? onWhole : mode);
            }
        }
    }

    /** A foreign key is made anew over columns of another type. */
    void lockForNewTypes(Constraint constraint) {
        lockReferenced(
                constraint,
                LockMode.ACCESS_EXCLUSIVE,
                catalog.isFrom(15) ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_ROW_EXCLUSIVE);
        if (catalog.isFrom(FIRST_WITH_INDEX_LOCK) && catalog.has(constraint.index())) {
            lockWithParts(catalog.get(constraint.index()));
        }
    }

    /** Whether values that stay the same bytes can stop being found. */
    static boolean mustLookAgain(Types types, Column before, Column after) {
        Set<String> texts = Set.of("text", "varchar");
        String old = types.base(before.type()).key();
        String now = types.base(after.type()).key();
        return !old.equals(now) && !(texts.contains(old) && texts.contains(now));
    }
}
