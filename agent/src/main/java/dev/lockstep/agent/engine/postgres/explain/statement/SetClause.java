package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Literals;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The columns that an UPDATE gives other values. */
final class SetClause {
    private SetClause() {}

    /** What the server computes can only be set to DEFAULT. */
    static void refuseGenerated(Catalog catalog, Relation table, List<Token> rest) {
        TokenReader reader = TokenReader.over(rest);
        reader.until(token -> token.isWord("SET"));
        if (!reader.accept("SET")) {
            return;
        }
        do {
            boolean plain = reader.peek().isName() && reader.peek(1).isSign("=");
            boolean toDefault = plain && reader.peek(2).isWord("DEFAULT");
            Optional<Column> column = plain ? table.column(reader.peek().value()) : Optional.empty();
            Token behind = reader.peek(3);
            boolean text = plain
                    && reader.peek(2).kind() == Token.Kind.STRING
                    && (behind.isEnd() || behind.isSign(",") || behind.isOneOf("WHERE", "FROM", "RETURNING"));
            if (text && table.isTable()) {
                column.ifPresent(each ->
                        new Literals(new Types(catalog)).require(reader.peek(2).value(), each.type()));
            }
            boolean generated = column.map(Column::generation)
                    .filter(each -> each.isComputed() || each == Column.Generation.IDENTITY_ALWAYS)
                    .isPresent();
            if (generated && !toDefault) {
                boolean early =
                        !catalog.isFrom(14) && column.orElseThrow().generation().isComputed();
                throw new Refusal(
                        early ? "42601" : "428C9",
                        "column \"" + column.orElseThrow().name() + "\" can only be updated to DEFAULT");
            }
            reader.until(token -> token.isSign(",") || token.isOneOf("WHERE", "FROM", "RETURNING"));
        } while (reader.accept(","));
    }

    /** Of UPDATE … SET, where each is a plain column. */
    static List<String> columns(List<Token> rest) {
        TokenReader reader = TokenReader.over(rest);
        reader.until(token -> token.isWord("SET"));
        List<String> columns = new ArrayList<>();
        if (reader.accept("SET")) {
            do {
                boolean plain = reader.peek().isName() && reader.peek(1).isSign("=");
                if (plain) {
                    columns.add(reader.peek().value());
                }
                reader.until(token -> token.isSign(",") || token.isOneOf("WHERE", "FROM", "RETURNING"));
            } while (reader.accept(","));
        }
        return columns;
    }
}
