package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.List;

/** COPY: rows into a table or out of it. */
final class CopyStatement {
    private final TokenReader reader;

    CopyStatement(TokenReader reader) {
        this.reader = reader;
    }

    Action read() {
        reader.expect("COPY");
        if (reader.at("(")) {
            return new RowStatements(TokenReader.over(reader.inBrackets())).query();
        }
        reader.accept("BINARY");
        QualifiedName name = reader.qualifiedName();
        List<String> columns = reader.at("(") ? reader.nameList() : List.of();
        boolean in = reader.accept("FROM");
        if (!in) {
            reader.expect("TO");
        }
        reader.rest();
        return effects -> copy(effects, effects.catalog().require(name), columns, in);
    }

    private static void copy(Effects effects, Relation table, List<String> columns, boolean in) {
        effects.lock(table, in ? LockMode.ROW_EXCLUSIVE : LockMode.ACCESS_SHARE);
        boolean rows =
                table.hasRows() && (table.isTable() || (!in && effects.catalog().isFrom(18)));
        if (!rows && !(in && table.isPartitioned())) {
            throw new Refusal("42809", "cannot copy " + (in ? "to" : "from") + " \"" + table.name + "\"");
        }
        for (String column : columns) {
            table.requireColumn(
                    column,
                    () -> new Refusal(
                            "42703", "column \"" + column + "\" of relation \"" + table.name + "\" does not exist"));
        }
        if (in) {
            RowStatements.defaults(effects, table, columns);
        }
    }
}
