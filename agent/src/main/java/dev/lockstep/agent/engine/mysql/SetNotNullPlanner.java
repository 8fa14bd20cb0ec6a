package dev.lockstep.agent.engine.mysql;

import dev.lockstep.agent.engine.mysql.SqlTokens.Kind;
import dev.lockstep.agent.engine.mysql.SqlTokens.Token;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.SetNotNull;
import java.util.List;
import java.util.Optional;

/** Makes a column NOT NULL: filled and kept filled where there is a value, proved otherwise; set when no old writer is left. */
final class SetNotNullPlanner implements OperationPlanner {
    private final MySqlServer server;
    private final ColumnTypes types;

    SetNotNullPlanner(MySqlServer server, ColumnTypes types) {
        this.server = server;
        this.types = types;
    }

    @Override
    public Recipe plan(Operation operation, SchemaFacts facts, Naming naming) {
        SetNotNull set = operation.getSetNotNull();
        RecipeDraft draft = new RecipeDraft(
                "set_not_null " + set.getTable() + "." + set.getColumn(), operation.getLine(), set.getTable());
        Expect expect = new Expect(draft, facts);
        Optional<TableFacts> table = expect.table(set.getTable());
        Optional<ColumnFacts> column = table.flatMap(known -> expect.column(known, set.getColumn()));
        column.ifPresent(known -> expectNullable(draft, known));
        if (draft.isRefused() || table.isEmpty() || column.isEmpty()) {
            return draft.recipe(facts);
        }
        String value = types.text(set.getValue());
        FillSteps fill = new FillSteps(draft, table.get(), column.get().name(), value, naming);
        if (!value.isEmpty()) {
            fill.expectUsable();
            if (draft.isRefused()) {
                return draft.recipe(facts);
            }
            fill.addTriggers();
            if (server.isMariaDb()) {
                draft.note(
                        "insert-select-from-itself",
                        "until CONTRACT is through, MariaDB refuses INSERT INTO "
                                + table.get().name()
                                + " ... SELECT ... FROM " + table.get().name()
                                + " (error 1048), as it does for every table with a BEFORE trigger; see that no "
                                + "writer needs it");
            }
            fill.addBackfill(
                    "which rows had NULL in " + table.get().name() + "."
                            + column.get().name() + ": they keep the value",
                    false);
        }
        fill.addProof(Phase.VALIDATE, "NULLs must be gone before the old writers are.");
        fill.addProof(Phase.CONTRACT, "What is proved once is proved again right before NOT NULL.");
        String definition = notNull(column.get().definition());
        new NotNullStep(server, draft, table.get(), naming)
                .add(column.get().name(), column.get().type(), definition);
        if (!value.isEmpty()) {
            fill.dropTriggers();
        }
        ColumnFacts changed = new ColumnFacts(
                column.get().name(),
                column.get().type(),
                column.get().dataType(),
                column.get().charset(),
                column.get().collation(),
                false,
                column.get().hasDefault(),
                column.get().extra(),
                definition);
        return draft.recipe(facts.with(table.get().with(changed)));
    }

    private static void expectNullable(RecipeDraft draft, ColumnFacts column) {
        if (!column.nullable()) {
            draft.refuse(
                    "already-not-null",
                    "expected a nullable column, found " + column.name() + " NOT NULL; leave the operation out");
        } else if (column.isGenerated()) {
            draft.refuse(
                    "column-generated",
                    "expected a column that is written, found " + column.name() + ", which is generated");
        }
    }

    /** The server's own definition of a column, with NOT NULL in the place of NULL; everything else stays word for word. */
    static String notNull(String definition) {
        List<Token> tokens = SqlTokens.of(definition);
        StringBuilder changed = new StringBuilder();
        int copied = 0;
        for (int at = 0; at < tokens.size(); at++) {
            boolean afterDefault = at > 0 && tokens.get(at - 1).isWord("DEFAULT");
            if (tokens.get(at).isWord("NULL") && !isNegated(tokens, at)) {
                int start = afterDefault
                        ? tokens.get(at - 1).start()
                        : tokens.get(at).start();
                changed.append(definition, copied, start);
                copied = tokens.get(at).end();
            }
        }
        String without = changed.append(definition.substring(copied)).toString().replaceAll(" +$", "");
        int end = endOfType(without);
        return (without.substring(0, end) + " NOT NULL" + without.substring(end)).replaceAll("  +(?=[A-Z])", " ");
    }

    private static boolean isNegated(List<Token> tokens, int at) {
        return at > 0 && (tokens.get(at - 1).isWord("NOT") || tokens.get(at - 1).isWord("IS"));
    }

    /** Where the type with its character set and collation ends. */
    private static int endOfType(String definition) {
        List<Token> tokens = SqlTokens.of(definition);
        int at = 2;
        int depth = 0;
        while (at < tokens.size()) {
            Token token = tokens.get(at);
            depth += token.isSign("(") ? 1 : token.isSign(")") ? -1 : 0;
            boolean closing = token.isSign(")");
            if (depth == 0 && !closing && !isPartOfType(tokens, at)) {
                return tokens.get(at - 1).end();
            }
            at++;
        }
        return tokens.get(tokens.size() - 1).end();
    }

    private static boolean isPartOfType(List<Token> tokens, int at) {
        Token token = tokens.get(at);
        if (token.kind() != Kind.WORD) {
            return token.isSign("(");
        }
        Token before = tokens.get(at - 1);
        boolean named = before.isWord("SET") || before.isWord("COLLATE");
        return named
                || List.of("unsigned", "zerofill", "character", "set", "charset", "collate", "precision", "varying")
                        .contains(token.lower());
    }
}
