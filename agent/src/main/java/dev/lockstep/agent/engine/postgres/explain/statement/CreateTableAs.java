package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.List;

/** CREATE TABLE … AS query. */
final class CreateTableAs {
    private final TokenReader reader;
    private final boolean temporary;

    CreateTableAs(TokenReader reader, boolean temporary) {
        this.reader = reader;
        this.temporary = temporary;
    }

    static boolean follows(TokenReader reader) {
        if (reader.at("AS")) {
            return true;
        }
        int depth = 0;
        for (int i = 0; !reader.peek(i).isEnd(); i++) {
            Token token = reader.peek(i);
            depth += token.isSign("(") ? 1 : token.isSign(")") ? -1 : 0;
            if (depth == 0 && token.isWord("AS")) {
                return true;
            }
            if (depth == 0 && token.isOneOf("PARTITION", "OF", "INHERITS")) {
                return false;
            }
        }
        return false;
    }

    Action read(QualifiedName name, boolean ifNotExists) {
        List<String> names = reader.at("(") ? reader.nameList() : List.of();
        reader.until(token -> token.isWord("AS"));
        reader.expect("AS");
        if (reader.accept("EXECUTE")) {
            String prepared = reader.name();
            return effects -> {
                throw new Refusal("26000", "prepared statement \"" + prepared + "\" does not exist");
            };
        }
        List<Token> query = reader.rest();
        return effects -> {
            Catalog catalog = effects.catalog();
            String schema = temporary ? "pg_temp" : catalog.schemaFor(name);
            if (catalog.isTaken(schema, name.name())) {
                if (ifNotExists) {
                    return;
                }
                throw new Refusal("42P07", "relation \"" + name.name() + "\" already exists");
            }
            boolean noData = query.size() > 2
                    && query.get(query.size() - 1).isWord("DATA")
                    && query.get(query.size() - 2).isWord("NO");
            Query found = new Query(catalog, query);
            new QueryColumns(catalog, found).check();
            (noData ? found.relations() : found.allRead()).forEach(each -> {
                if (noData || each.isView()) {
                    effects.lock(each, LockMode.ACCESS_SHARE);
                } else {
                    effects.read(each);
                }
            });
            Relation table = catalog.create(Relation.Kind.TABLE, schema, name.name());
            List<Column> shown = found.columns();
            boolean counted = found.isSimple()
                    || found.shownItems().stream()
                            .noneMatch(each ->
                                    each.isEmpty() || each.get(each.size() - 1).isSign("*"));
            if (counted && query.get(0).isWord("SELECT") && names.size() > shown.size()) {
                throw new Refusal("42601", "too many column names were specified");
            }
            for (int i = 0; i < shown.size(); i++) {
                String shownName =
                        i < names.size() ? names.get(i) : shown.get(i).name();
                if (table.column(shownName).isPresent()) {
                    throw new Refusal("42701", "column \"" + shownName + "\" specified more than once");
                }
                table.columns.add(i < names.size() ? shown.get(i).named(names.get(i)) : shown.get(i));
            }
        };
    }
}
