package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.ColumnSpec;
import dev.lockstep.v1.CreateTable;
import dev.lockstep.v1.IndexSpec;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Creates a table with its key and indexes: it is empty, so nothing has to wait. */
final class CreateTablePlanner {
    private CreateTablePlanner() {}

    static OperationPlan plan(CreateTable operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        TableName table = TableName.of(operation.getTable());
        checkNames(operation, table, facts, findings);
        operation.getColumnsList().forEach(column -> checkColumn(table, column, facts, findings));
        checkKeys(operation, table, findings);
        if (findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        List<String> sql = new ArrayList<>();
        sql.add(create(operation, table, target));
        operation.getIndexesList().forEach(index -> sql.add(index(index, table, target)));
        comments(operation, table, target, sql);
        StepDraft step = StepDraft.transactional(
                table,
                Phase.EXPAND,
                "create table " + table.shown(),
                "",
                sql,
                Undos.losing(
                        Undos.transactional("DROP TABLE " + target.table(table)),
                        "what writers have put into " + table.shown()),
                "a new table is in nobody's way");
        return OperationPlan.of(after(operation, table, facts), List.of(step)).noting(findings.list());
    }

    private static void checkNames(CreateTable operation, TableName table, Facts facts, Findings findings) {
        TableChecks.checkName("the table", table.name(), findings);
        findings.expect(
                operation.getColumnsCount() > 0,
                "no-columns",
                "expected columns for the table %s, found none; list at least one".formatted(table.shown()));
        List<String> names = new ArrayList<>(List.of(table.name()));
        if (operation.getPrimaryKeyCount() > 0) {
            names.add(keyName(table));
        } else {
            findings.note(
                    "no-key",
                    "%s has no primary key: Lockstep will not be able to fill its columns later"
                            .formatted(table.shown()));
        }
        operation.getIndexesList().forEach(index -> {
            TableChecks.checkName("the index", index.getName(), findings);
            names.add(index.getName());
        });
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            TableName relation = table.sibling(name);
            findings.expect(
                    !facts.isTaken(relation) && seen.add(name),
                    name.equals(table.name()) ? "table-exists" : "index-exists",
                    "expected the name %s to be free, but another relation has it; choose another"
                            .formatted(relation.shown()));
        }
    }

    private static void checkColumn(TableName table, ColumnSpec column, Facts facts, Findings findings) {
        TableChecks.checkName("the column", column.getName(), findings);
        String type = PostgresTypes.type(column.getType());
        findings.expect(
                facts.types().contains(type),
                "type-unknown",
                "expected a type that this server has, found \"%s\" for %s.%s; correct it, or make the type in an earlier change"
                        .formatted(type, table.shown(), column.getName()));
        String constant = PostgresTypes.text(column.getDefault());
        if (!constant.isEmpty()) {
            TableChecks.checkDefault(constant, type, findings);
        }
    }

    private static void checkKeys(CreateTable operation, TableName table, Findings findings) {
        Set<String> names = new HashSet<>();
        for (ColumnSpec column : operation.getColumnsList()) {
            findings.expect(
                    names.add(column.getName()),
                    "column-exists",
                    "expected each column of %s once, found %s twice; take one out"
                            .formatted(table.shown(), column.getName()));
        }
        List<String> used = new ArrayList<>(operation.getPrimaryKeyList());
        operation.getIndexesList().forEach(index -> used.addAll(index.getColumnsList()));
        for (String column : used) {
            findings.expect(
                    names.contains(column),
                    "column-missing",
                    "expected a column %s in %s for a key or index, found none; %s"
                            .formatted(column, table.shown(), Nearest.hint(column, names)));
        }
    }

    /** Named by us, so that it does not depend on what else is there. */
    static String keyName(TableName table) {
        String whole = table.name() + "_pkey";
        return HelperNames.bytes(whole) <= HelperNames.MAX_BYTES
                ? whole
                : "pkey_" + HelperNames.fill(table, "").substring(HelperNames.PREFIX.length());
    }

    private static String create(CreateTable operation, TableName table, PlanTarget target) {
        List<String> parts = new ArrayList<>();
        for (ColumnSpec column : operation.getColumnsList()) {
            String constant = PostgresTypes.text(column.getDefault());
            parts.add("%s %s%s%s%s"
                    .formatted(
                            Quoting.identifier(column.getName()),
                            PostgresTypes.type(column.getType()),
                            column.getIdentity() ? " GENERATED BY DEFAULT AS IDENTITY" : "",
                            constant.isEmpty() ? "" : " DEFAULT " + constant,
                            column.getNullable() ? "" : " NOT NULL"));
        }
        if (operation.getPrimaryKeyCount() > 0) {
            parts.add("CONSTRAINT %s PRIMARY KEY (%s)"
                    .formatted(Quoting.identifier(keyName(table)), Quoting.identifiers(operation.getPrimaryKeyList())));
        }
        return "CREATE TABLE %s (%s)".formatted(target.table(table), String.join(", ", parts));
    }

    private static String index(IndexSpec index, TableName table, PlanTarget target) {
        return "CREATE %sINDEX %s ON %s (%s)"
                .formatted(
                        index.getUnique() ? "UNIQUE " : "",
                        Quoting.identifier(index.getName()),
                        target.table(table),
                        Quoting.identifiers(index.getColumnsList()));
    }

    private static void comments(CreateTable operation, TableName table, PlanTarget target, List<String> sql) {
        if (!operation.getComment().isEmpty()) {
            sql.add("COMMENT ON TABLE %s IS %s"
                    .formatted(target.table(table), Quoting.literal(operation.getComment())));
        }
        for (ColumnSpec column : operation.getColumnsList()) {
            if (!column.getComment().isEmpty()) {
                sql.add("COMMENT ON COLUMN %s.%s IS %s"
                        .formatted(
                                target.table(table),
                                Quoting.identifier(column.getName()),
                                Quoting.literal(column.getComment())));
            }
        }
    }

    private static Facts after(CreateTable operation, TableName table, Facts facts) {
        Map<String, ColumnFacts> columns = new TreeMap<>();
        for (ColumnSpec column : operation.getColumnsList()) {
            columns.put(
                    column.getName(),
                    new ColumnFacts(
                            column.getName(),
                            PostgresTypes.type(column.getType()),
                            !column.getNullable(),
                            PostgresTypes.text(column.getDefault()),
                            column.getIdentity(),
                            false,
                            column.getComment(),
                            true));
        }
        TableFacts created = new TableFacts(
                table,
                TableFacts.PLAIN,
                List.of(),
                true,
                true,
                0,
                0,
                columns.size(),
                columns,
                indexes(operation, table),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                new TableTraits(operation.getComment(), TableTraits.PLAIN.replicaIdentity(), List.of()));
        Facts after = facts.with(created).withRelation(table);
        for (IndexSpec index : operation.getIndexesList()) {
            after = after.withRelation(table.sibling(index.getName()));
        }
        return after;
    }

    /** Those that a foreign key of the same change may need. */
    private static Map<String, IndexFacts> indexes(CreateTable operation, TableName table) {
        Map<String, IndexFacts> indexes = new TreeMap<>();
        if (operation.getPrimaryKeyCount() > 0) {
            String key = keyName(table);
            indexes.put(
                    key,
                    new IndexFacts(key, true, true, true, true, key, operation.getPrimaryKeyList(), List.of(), ""));
        }
        for (IndexSpec index : operation.getIndexesList()) {
            String name = index.getName();
            indexes.put(
                    name,
                    new IndexFacts(
                            name, index.getUnique(), false, true, true, "", index.getColumnsList(), List.of(), ""));
        }
        return indexes;
    }
}
