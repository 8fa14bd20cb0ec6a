package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.AddIndex;
import dev.lockstep.v1.AddUnique;
import dev.lockstep.v1.AttachPartition;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.ColumnSpec;
import dev.lockstep.v1.CreatePartition;
import dev.lockstep.v1.CreateTable;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a change talks about, and so what must be looked up before it can be planned.
 *
 * @param tables tables, in the order in which they are first named
 * @param relations names that it wants for tables and indexes
 * @param types texts that it uses as types
 * @param enums enum types that it changes
 * @param values expressions that triggers will compute
 * @param columns names that it wants for columns and tables in the place of others
 */
record ChangeSubjects(
        List<TableName> tables,
        Set<TableName> relations,
        Set<String> types,
        Set<TableName> enums,
        Set<ValueOf> values,
        Set<String> columns) {

    static ChangeSubjects of(Change change) {
        ChangeSubjects subjects = new ChangeSubjects(
                new ArrayList<>(), new HashSet<>(), new TreeSet<>(), new HashSet<>(), new HashSet<>(), new TreeSet<>());
        change.getOperationsList().forEach(subjects::add);
        return subjects;
    }

    /** With the tables that refer to a key that is widened or replaced, or to a table whose partitions come and go, and those that it refers to; only the catalog knows. */
    ChangeSubjects withReferrers(Change change, Facts facts) {
        ChangeSubjects more =
                new ChangeSubjects(new ArrayList<>(tables), relations, types, enums, values, new TreeSet<>(columns));
        for (Operation operation : change.getOperationsList()) {
            if (operation.hasWidenKey()) {
                facts.table(TableName.of(operation.getWidenKey().getTable())).ifPresent(more::addReferrers);
            } else if (operation.hasReplacePrimaryKey()) {
                facts.table(TableName.of(operation.getReplacePrimaryKey().getTable()))
                        .ifPresent(more::addReferringTables);
            } else {
                Optional<TableFacts> whole = partitioned(operation).flatMap(facts::table);
                whole.ifPresent(more::addReferringTables);
                whole.filter(found -> operation.hasDetachPartition() || operation.hasAttachPartition())
                        .ifPresent(more::addReferencedTables);
            }
        }
        return more;
    }

    /** Whose partition comes or leaves. */
    private static Optional<TableName> partitioned(Operation operation) {
        return switch (operation.getKindCase()) {
            case CREATE_PARTITION ->
                Optional.of(TableName.of(operation.getCreatePartition().getTable()));
            case ATTACH_PARTITION ->
                Optional.of(TableName.of(operation.getAttachPartition().getTable()));
            case DETACH_PARTITION ->
                Optional.of(TableName.of(operation.getDetachPartition().getTable()));
            case DROP_PARTITION ->
                Optional.of(TableName.of(operation.getDropPartition().getTable()));
            default -> Optional.empty();
        };
    }

    /** With the partitions of its tables, which only the catalog knows, and the names that their indexes will have. */
    ChangeSubjects withPartitions(Change change, Facts facts) {
        ChangeSubjects more =
                new ChangeSubjects(new ArrayList<>(tables), new HashSet<>(relations), types, enums, values, columns);
        for (TableName table : tables) {
            partitionsOf(table, facts).forEach(partition -> more.table(partition.shown()));
        }
        for (Operation operation : change.getOperationsList()) {
            if (operation.hasAddIndex()) {
                AddIndex add = operation.getAddIndex();
                more.addNames(PartitionNames.ofIndex(add.getColumnsList()), add.getTable(), facts);
            } else if (operation.hasAddUnique()) {
                AddUnique add = operation.getAddUnique();
                more.addNames(PartitionNames.ofUnique(add.getColumnsList()), add.getTable(), facts);
            } else if (operation.hasCreatePartition()) {
                CreatePartition create = operation.getCreatePartition();
                more.addNamesOfNew(create.getTable(), create.getPartition(), facts);
            } else if (operation.hasAttachPartition()) {
                AttachPartition attach = operation.getAttachPartition();
                more.addNamesOfNew(attach.getTable(), attach.getPartition(), facts);
            } else if (operation.hasAddPrimaryKey()) {
                more.addNames(
                        PartitionNames.ofPrimaryKey(),
                        operation.getAddPrimaryKey().getTable(),
                        facts);
            }
        }
        return more;
    }

    /** What its indexes may be called. */
    private void addNamesOfNew(String table, String partition, Facts facts) {
        TableName name = PartitionChecks.named(TableName.of(table), partition);
        facts.table(TableName.of(table))
                .ifPresent(whole -> whole.indexes()
                        .values()
                        .forEach(index ->
                                PartitionNames.of(index).candidates(name).forEach(relations::add)));
    }

    private void addNames(PartitionNames names, String table, Facts facts) {
        partitionsOf(TableName.of(table), facts).stream()
                .flatMap(names::candidates)
                .forEach(relations::add);
    }

    private static List<TableName> partitionsOf(TableName table, Facts facts) {
        return facts.table(table)
                .map(found -> found.traits().partitioning().tables())
                .orElse(List.of());
    }

    private void addReferringTables(TableFacts table) {
        table.traits().referrers().forEach(referrer -> table(referrer.table().shown()));
    }

    private void addReferencedTables(TableFacts table) {
        table.constraints()
                .values()
                .forEach(constraint -> constraint.referenced().forEach(other -> table(other.shown())));
    }

    private void addReferrers(TableFacts table) {
        addReferringTables(table);
        table.columns().keySet().forEach(column -> columns.add(HelperNames.column(table.name(), column)));
    }

    /** Every table's path, for reading what is touched. */
    List<String> paths() {
        return tables.stream().map(TableName::path).toList();
    }

    private void add(Operation operation) {
        switch (operation.getKindCase()) {
            case CREATE_TABLE -> addCreated(operation.getCreateTable());
            case ADD_COLUMN -> {
                value(
                        table(operation.getAddColumn().getTable()),
                        operation.getAddColumn().getValue());
                types.add(PostgresTypes.type(operation.getAddColumn().getType()));
            }
            case DROP_COLUMN -> table(operation.getDropColumn().getTable());
            case ADD_INDEX -> {
                TableName table = table(operation.getAddIndex().getTable());
                relations.add(table.sibling(operation.getAddIndex().getName()));
            }
            case DROP_INDEX -> table(operation.getDropIndex().getTable());
            case SET_NOT_NULL ->
                value(
                        table(operation.getSetNotNull().getTable()),
                        operation.getSetNotNull().getValue());
            case DROP_NOT_NULL -> table(operation.getDropNotNull().getTable());
            case SET_DEFAULT -> table(operation.getSetDefault().getTable());
            case DROP_DEFAULT -> table(operation.getDropDefault().getTable());
            case ADD_CHECK -> table(operation.getAddCheck().getTable());
            case ADD_FOREIGN_KEY -> {
                table(operation.getAddForeignKey().getTable());
                table(operation.getAddForeignKey().getReferences());
            }
            case ADD_UNIQUE -> {
                TableName table = table(operation.getAddUnique().getTable());
                relations.add(table.sibling(operation.getAddUnique().getName()));
            }
            case DROP_CONSTRAINT -> table(operation.getDropConstraint().getTable());
            case RENAME_CONSTRAINT -> {
                TableName table = table(operation.getRenameConstraint().getTable());
                relations.add(table.sibling(operation.getRenameConstraint().getTo()));
            }
            case RENAME_INDEX -> {
                TableName table = table(operation.getRenameIndex().getTable());
                relations.add(table.sibling(operation.getRenameIndex().getTo()));
            }
            case RENAME_COLUMN -> {
                table(operation.getRenameColumn().getTable());
                columns.add(operation.getRenameColumn().getTo());
            }
            case RENAME_TABLE -> {
                TableName table = table(operation.getRenameTable().getTable());
                TableName to = table.sibling(operation.getRenameTable().getTo());
                relations.add(to);
                types.add(to.sql());
                columns.addAll(List.of(
                        table.schema(), table.name(), operation.getRenameTable().getTo()));
            }
            case CHANGE_TYPE -> {
                table(operation.getChangeType().getTable());
                types.add(PostgresTypes.type(operation.getChangeType().getType()));
                columns.add(operation.getChangeType().getTo());
            }
            case WIDEN_KEY -> table(operation.getWidenKey().getTable());
            case SET_COMMENT -> table(operation.getSetComment().getTable());
            case DROP_TABLE -> table(operation.getDropTable().getTable());
            case ADD_PRIMARY_KEY -> {
                TableName table = table(operation.getAddPrimaryKey().getTable());
                relations.add(table.sibling(operation.getAddPrimaryKey().getName()));
            }
            case REPLACE_PRIMARY_KEY -> {
                TableName table = table(operation.getReplacePrimaryKey().getTable());
                if (!operation.getReplacePrimaryKey().getName().isEmpty()) {
                    relations.add(table.sibling(operation.getReplacePrimaryKey().getName()));
                }
            }
            case ADD_ENUM_VALUE ->
                enums.add(TableName.of(operation.getAddEnumValue().getType()));
            case SET_REPLICA_IDENTITY -> table(operation.getSetReplicaIdentity().getTable());
            case BACKFILL -> table(operation.getBackfill().getTable());
            case CREATE_PARTITION -> {
                TableName table = table(operation.getCreatePartition().getTable());
                relations.add(table.sibling(operation.getCreatePartition().getPartition()));
            }
            case ATTACH_PARTITION -> {
                TableName table = table(operation.getAttachPartition().getTable());
                table(PartitionChecks.named(
                                table, operation.getAttachPartition().getPartition())
                        .shown());
            }
            case DETACH_PARTITION -> table(operation.getDetachPartition().getTable());
            case DROP_PARTITION -> table(operation.getDropPartition().getTable());
            case SQL, KIND_NOT_SET -> {}
        }
    }

    private void addCreated(CreateTable create) {
        TableName table = table(create.getTable());
        relations.add(table);
        relations.add(table.sibling(CreateTablePlanner.keyName(table)));
        create.getIndexesList().forEach(index -> relations.add(table.sibling(index.getName())));
        for (ColumnSpec column : create.getColumnsList()) {
            types.add(PostgresTypes.type(column.getType()));
        }
    }

    private void value(TableName table, PerEngine value) {
        String text = PostgresTypes.text(value);
        if (!text.isEmpty()) {
            values.add(new ValueOf(table, text));
        }
    }

    private TableName table(String text) {
        TableName table = TableName.of(text);
        if (!tables.contains(table)) {
            tables.add(table);
        }
        return table;
    }
}
