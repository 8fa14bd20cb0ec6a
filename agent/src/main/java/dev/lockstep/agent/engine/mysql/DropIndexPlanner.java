package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.DropIndex;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import java.util.Optional;

/** Drops an index once nobody of the old shape needs it. */
final class DropIndexPlanner implements OperationPlanner {
    private final OnlineDdl online;

    DropIndexPlanner(MySqlServer server) {
        this.online = new OnlineDdl(server);
    }

    @Override
    public Recipe plan(Operation operation, SchemaFacts facts, Naming naming) {
        DropIndex drop = operation.getDropIndex();
        RecipeDraft draft = new RecipeDraft(
                "drop_index " + drop.getTable() + "." + drop.getName(), operation.getLine(), drop.getTable());
        Expect expect = new Expect(draft, facts);
        Optional<TableFacts> table = expect.table(drop.getTable());
        Optional<IndexFacts> index = table.flatMap(known -> known.index(drop.getName()));
        if (table.isPresent() && index.isEmpty()) {
            draft.refuse(
                    "index-missing",
                    "expected an index " + drop.getName() + " on " + drop.getTable() + ", found none; it has "
                            + String.join(
                                    ", ",
                                    table.get().indexes().stream()
                                            .map(IndexFacts::name)
                                            .toList()));
        }
        index.filter(IndexFacts::isPrimary)
                .ifPresent(primary -> draft.refuse(
                        "index-is-primary-key",
                        "expected an index other than the primary key, found the primary key; no recipe drops it "
                                + "online"));
        index.filter(known -> !known.isPrimary())
                .ifPresent(known -> expect.notNeededByForeignKeys(table.orElseThrow(), known));
        if (draft.isRefused() || table.isEmpty() || index.isEmpty()) {
            return draft.recipe(facts);
        }
        drop(draft, table.get(), index.get(), naming, online, "An index goes when no old reader is left who needs it.");
        return draft.recipe(facts.with(table.get().withoutIndex(index.get().name())));
    }

    static void drop(
            RecipeDraft draft, TableFacts table, IndexFacts index, Naming naming, OnlineDdl online, String reason) {
        draft.statement(
                Phase.CONTRACT,
                "drop index " + index.name() + " of " + table.name(),
                "ALTER TABLE " + naming.table(table.name()) + " DROP INDEX " + Sql.name(index.name()) + ", "
                        + online.index(),
                "exclusive metadata lock on " + table.name() + ", short",
                draft.irreversible("after CONTRACT there is no way back"),
                reason,
                Cost.CATALOG);
    }
}
