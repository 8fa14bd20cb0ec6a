package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.AddColumn;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Undo;
import java.util.Optional;

/** A new column: at once where a constant will do, else nullable, filled and only then NOT NULL. */
final class AddColumnPlanner implements OperationPlanner {
    private final MySqlServer server;
    private final OnlineDdl online;
    private final ColumnTypes types;

    AddColumnPlanner(MySqlServer server, ColumnTypes types) {
        this.server = server;
        this.online = new OnlineDdl(server);
        this.types = types;
    }

    @Override
    public Recipe plan(Operation operation, SchemaFacts facts, Naming naming) {
        AddColumn add = operation.getAddColumn();
        RecipeDraft draft = new RecipeDraft(
                "add_column " + add.getTable() + "." + add.getColumn(), operation.getLine(), add.getTable());
        Expect expect = new Expect(draft, facts);
        Optional<TableFacts> table = expect.table(add.getTable());
        Optional<String> type = types.of(add.getTable(), add.getColumn(), add.getType());
        String value = types.text(add.getValue());
        String constant = types.text(add.getDefault());
        expectNew(add, draft, expect, table, type, value, constant);
        if (draft.isRefused() || table.isEmpty() || type.isEmpty()) {
            return draft.recipe(facts);
        }
        Steps steps = new Steps(draft, table.get(), add, type.get(), constant, naming);
        if (value.isEmpty()) {
            steps.addAtOnce();
        } else {
            steps.addAndFill(value);
        }
        ColumnFacts column = ColumnFacts.planned(
                add.getColumn(), type.get(), add.getNullable(), !constant.isEmpty(), steps.finalDefinition());
        return draft.recipe(facts.with(table.get().with(column)));
    }

    private static void expectNew(
            AddColumn add,
            RecipeDraft draft,
            Expect expect,
            Optional<TableFacts> table,
            Optional<String> type,
            String value,
            String constant) {
        expect.newName("column", add.getColumn());
        if (table.flatMap(known -> known.column(add.getColumn())).isPresent()) {
            draft.refuse(
                    "column-exists",
                    "expected no column " + add.getColumn() + " in " + add.getTable()
                            + ", found one; choose another name, or leave the operation out");
        }
        if (type.isEmpty()) {
            draft.refuse("type-unknown", ColumnTypeMessages.unknown(add.getType()));
        }
        if (!constant.isEmpty()) {
            expect.constant("default", constant);
        }
        if (value.isEmpty() && constant.isEmpty() && !add.getNullable()) {
            draft.refuse(
                    "value-missing",
                    "expected a value or a default for a column that is not nullable, found neither; say what rows "
                            + "that are there already get");
        }
    }

    private final class Steps {
        private final RecipeDraft draft;
        private final TableFacts table;
        private final AddColumn add;
        private final String type;
        private final String constant;
        private final Naming naming;

        Steps(RecipeDraft draft, TableFacts table, AddColumn add, String type, String constant, Naming naming) {
            this.draft = draft;
            this.table = table;
            this.add = add;
            this.type = type;
            this.constant = constant;
            this.naming = naming;
        }

        void addAtOnce() {
            expand(finalDefinition(), "One statement does it: the catalog alone changes.");
        }

        void addAndFill(String value) {
            FillSteps fill = new FillSteps(draft, table, add.getColumn(), value, naming);
            fill.expectUsable();
            if (draft.isRefused()) {
                return;
            }
            expand(definition(true, ""), "A column is nullable until every row has a value.");
            if (server.isMariaDb()) {
                keepFilledByDefault(value);
            } else {
                fill.addTriggers();
            }
            fill.addBackfill("", add.getNullable());
            if (add.getNullable()) {
                finalDefault();
            } else {
                fill.addProof(Phase.VALIDATE, "The proof holds from here on: no writer leaves the column NULL.");
                fill.addProof(Phase.CONTRACT, "What is proved once is proved again right before NOT NULL.");
                new NotNullStep(server, draft, table, naming).add(add.getColumn(), type, finalDefinition());
            }
            if (!server.isMariaDb()) {
                fill.dropTriggers();
            }
        }

        String finalDefinition() {
            return definition(add.getNullable(), constant);
        }

        private void expand(String definition, String reason) {
            String target = naming.table(table.name());
            draft.statement(
                    Phase.EXPAND,
                    "add column " + add.getColumn() + " " + type + " to " + table.name(),
                    "ALTER TABLE " + target + " ADD COLUMN " + definition + ", " + online.addColumn(),
                    "exclusive metadata lock on " + table.name() + ", short",
                    draft.undo(
                            "ALTER TABLE " + target + " DROP COLUMN " + Sql.name(add.getColumn()) + ", "
                                    + online.dropColumn(),
                            "what " + table.name() + "." + add.getColumn() + " holds"),
                    reason,
                    Cost.CATALOG);
        }

        /**
         * MariaDB can compute a default from the row. It refuses INSERT ... SELECT from the same table once a table has any BEFORE trigger (error 1048), so
         * there a default keeps the column filled.
         */
        private void keepFilledByDefault(String value) {
            String expression = new ValueExpression(value, table).overBareColumns();
            setDefault(
                    Phase.EXPAND,
                    "let " + table.name() + "." + add.getColumn()
                            + " follow from the row for writers that do not know it",
                    "(" + expression + ")",
                    draft.undo(alterDefault("NULL"), ""),
                    "The computed default comes after the column, so that adding the column computes nothing.");
        }

        private void finalDefault() {
            if (constant.isEmpty() && !server.isMariaDb()) {
                return;
            }
            String last = constant.isEmpty() ? "NULL" : constant;
            setDefault(
                    Phase.CONTRACT,
                    "set the default of " + table.name() + "." + add.getColumn() + " to " + last,
                    last,
                    draft.irreversible("after CONTRACT there is no way back"),
                    "The last default comes when no old writer is left, for whom it would stand in the way of the value.");
        }

        private void setDefault(Phase phase, String summary, String sql, Undo undo, String reason) {
            draft.statement(
                    phase,
                    summary,
                    alterDefault(sql),
                    "exclusive metadata lock on " + table.name() + ", short",
                    undo,
                    reason,
                    Cost.CATALOG);
        }

        private String alterDefault(String sql) {
            return "ALTER TABLE " + naming.table(table.name()) + " ALTER COLUMN " + Sql.name(add.getColumn())
                    + " SET DEFAULT " + sql + ", " + online.setDefault();
        }

        private String definition(boolean nullable, String defaultValue) {
            return Sql.name(add.getColumn()) + " " + type + (nullable ? " NULL" : " NOT NULL")
                    + (defaultValue.isEmpty() ? "" : " DEFAULT " + defaultValue)
                    + (add.getComment().isEmpty() ? "" : " COMMENT " + Sql.text(add.getComment()));
        }
    }
}
