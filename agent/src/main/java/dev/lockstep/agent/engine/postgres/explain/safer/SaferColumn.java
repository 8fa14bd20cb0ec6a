package dev.lockstep.agent.engine.postgres.explain.safer;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A column that is added, and one operation more for each constraint that stands behind it. */
final class SaferColumn {
    private final Scene scene;
    private final Relation table;
    private final TokenReader reader;
    private final SaferConstraint constraints;

    SaferColumn(Scene scene, Relation table, TokenReader reader, SaferConstraint constraints) {
        this.scene = scene;
        this.table = table;
        this.reader = reader;
        this.constraints = constraints;
    }

    /** After ADD. */
    Optional<List<SaferOperation>> add() {
        reader.accept("COLUMN");
        boolean onlyWhenMissing = reader.ifNotExists();
        String name = reader.name();
        if (onlyWhenMissing && table.column(name).isPresent()) {
            reader.until(token -> token.isSign(","));
            return Optional.of(List.of());
        }
        TypeRef type = TypeReader.read(reader);
        boolean nullable = true;
        String collation = "";
        Optional<Expression> value = Optional.empty();
        List<SaferOperation> rules = new ArrayList<>();
        while (!reader.atEnd() && !reader.at(",")) {
            if (reader.accept("NOT", "NULL")) {
                nullable = false;
            } else if (reader.accept("DEFAULT")) {
                value = Optional.of(new Expression(reader.until(SaferColumn::endsDefault)));
            } else if (reader.accept("COLLATE")) {
                QualifiedName given = reader.qualifiedName();
                collation = " COLLATE "
                        + (given.schema().isEmpty()
                                ? Catalog.quoted(given.name())
                                : Scene.written(given.schema(), given.name()));
            } else if (isNamedNotNull()) {
                nullable = false;
            } else if (!reader.accept("NULL")) {
                Optional<List<SaferOperation>> rule = constraints.addTo(name);
                if (rule.isEmpty()) {
                    return Optional.empty();
                }
                rules.addAll(rule.get());
            }
        }
        boolean ruled = !rules.isEmpty();
        return column(name, type, collation, nullable, value.filter(each -> !each.isNull()))
                .filter(each -> !(each.is("sql") && ruled)) // operations know no column that a raw step makes
                .map(each -> {
                    List<SaferOperation> all = new ArrayList<>(List.of(each));
                    all.addAll(rules);
                    return all;
                });
    }

    private static boolean endsDefault(Token token) {
        return token.isSign(",")
                || token.isOneOf(
                        "CONSTRAINT",
                        "NOT",
                        "NULL",
                        "UNIQUE",
                        "PRIMARY",
                        "CHECK",
                        "REFERENCES",
                        "COLLATE",
                        "GENERATED");
    }

    /** Before 18 its name is not kept. */
    private boolean isNamedNotNull() {
        boolean named = reader.at("CONSTRAINT")
                && reader.peek(2).isWord("NOT")
                && !scene.before().isFrom(18);
        if (named) {
            reader.take();
            reader.name();
            reader.expect("NOT", "NULL");
        }
        return named;
    }

    private Optional<SaferOperation> column(
            String name, TypeRef type, String collation, boolean nullable, Optional<Expression> value) {
        boolean serial = type.name().endsWith("serial");
        boolean filled = value.isPresent();
        // For a domain with a rule the server writes all rows anew, whatever the default is.
        boolean fields = type.modifiers().stream().anyMatch(each -> each < 0);
        if (serial || fields || !nullable && !filled || new Types(scene.before()).constrains(type)) {
            return Optional.empty();
        }
        if (collation.isEmpty() && (!filled || SaferTable.isConstant(value.get()))) {
            SaferOperation operation = new SaferOperation("add_column")
                    .with("table", Scene.named(table))
                    .with("column", name)
                    .forPostgres("type", type.written());
            if (!nullable) {
                operation.with("nullable", false);
            }
            value.ifPresent(each -> operation.forPostgres("default", each.text()));
            return Optional.of(operation);
        }
        // What gives each row something else would be another value than the one that old writers get later.
        boolean once = value.map(each -> new Expressions(scene.before()).volatility(each, List.of()) != 'v')
                .orElse(true);
        String quoted = Catalog.quoted(name);
        return once && scene.isOrdinary(table)
                ? Optional.of(SaferOperation.raw(
                        "expand",
                        SaferTable.alter(table) + "ADD COLUMN " + quoted + " " + type.written() + collation
                                + value.map(each -> " DEFAULT " + each.text()).orElse("")
                                + (nullable ? "" : " NOT NULL"),
                        SaferTable.alter(table) + "DROP COLUMN " + quoted,
                        ""))
                : Optional.empty();
    }
}
