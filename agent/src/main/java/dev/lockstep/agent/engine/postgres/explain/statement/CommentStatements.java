package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** COMMENT, GRANT, REVOKE and statistics: what is said about things. */
final class CommentStatements {
    private static final Set<String> OF_SEQUENCES = Set.of("last_value", "log_cnt", "is_called");

    private final TokenReader reader;

    CommentStatements(TokenReader reader) {
        this.reader = reader;
    }

    Action comment() {
        reader.expect("COMMENT", "ON");
        if (reader.accept("COLUMN")) {
            List<String> parts = new ArrayList<>(List.of(reader.name()));
            while (reader.accept(".")) {
                parts.add(reader.label());
            }
            value();
            return effects -> onColumn(effects, parts);
        }
        if (reader.atOneOf("CONSTRAINT", "TRIGGER", "RULE", "POLICY")) {
            return onPart();
        }
        Token what = reader.peek();
        boolean relation = reader.accept("TABLE")
                || reader.accept("INDEX")
                || reader.accept("SEQUENCE")
                || reader.accept("VIEW")
                || reader.accept("MATERIALIZED", "VIEW")
                || reader.accept("FOREIGN", "TABLE");
        if (!relation) {
            reader.rest();
            return Action.NOTHING;
        }
        QualifiedName name = reader.qualifiedName();
        value();
        return effects -> {
            Relation found = effects.catalog().require(name);
            boolean fits = switch (what.value()) {
                case "table" -> found.kind == Relation.Kind.TABLE || found.isPartitioned();
                case "index" -> found.isIndex();
                case "view" -> found.isView();
                case "sequence" -> found.kind == Relation.Kind.SEQUENCE;
                case "materialized" -> found.kind == Relation.Kind.MATERIALIZED_VIEW;
                default -> found.kind == Relation.Kind.FOREIGN_TABLE;
            };
            if (!fits) {
                throw new Refusal("42809", "\"" + found.name + "\" is not a " + what.value());
            }
            effects.lock(found, LockMode.SHARE_UPDATE_EXCLUSIVE);
        };
    }

    private void value() {
        reader.expect("IS");
        if (!reader.accept("NULL")) {
            reader.string();
        }
        reader.expectEnd();
    }

    private static void onColumn(Effects effects, List<String> parts) {
        if (parts.size() < 2) {
            throw new Refusal("42601", "column name must be qualified");
        }
        String column = parts.get(parts.size() - 1);
        String schema = parts.size() > 2 ? parts.get(parts.size() - 3) : "";
        QualifiedName table = new QualifiedName(schema, parts.get(parts.size() - 2));
        boolean ofType = effects.catalog().find(table).isEmpty()
                && effects.catalog().types.values().stream()
                        .anyMatch(each -> each.name().equals(table.name()));
        if (ofType) {
            return;
        }
        Relation found = effects.catalog().require(table);
        effects.lock(found, LockMode.SHARE_UPDATE_EXCLUSIVE);
        Set<String> others = found.isIndex()
                ? found.indexShape().allColumns()
                : found.kind == Relation.Kind.SEQUENCE ? OF_SEQUENCES : Set.of();
        if (others.contains(column)) {
            throw new Refusal("42809", "cannot set comment on a column of \"" + found.name + "\"");
        }
        found.requireColumn(
                column,
                () -> new Refusal(
                        "42703", "column \"" + column + "\" of relation \"" + found.name + "\" does not exist"));
    }

    private Action onPart() {
        String what = reader.take().value();
        String name = reader.name();
        reader.expect("ON");
        if (reader.accept("DOMAIN")) {
            reader.rest();
            return Action.NOTHING;
        }
        QualifiedName table = reader.qualifiedName();
        value();
        return effects -> {
            Relation found = effects.catalog().require(table);
            effects.lock(found, LockMode.ACCESS_SHARE);
            boolean there = switch (what) {
                case "constraint" -> found.constraints.containsKey(name);
                case "trigger" -> found.triggers.containsKey(name);
                case "policy" -> found.policies.containsKey(name);
                default -> found.rules.containsKey(name);
            };
            if (!there) {
                throw new Refusal("42704", what + " \"" + name + "\" for table \"" + found.name + "\" does not exist");
            }
        };
    }

    /** GRANT and REVOKE. */
    Action grant() {
        reader.take();
        List<String> columns =
                bracketed(reader.until(token -> token.isWord("ON") || token.isWord("TO") || token.isWord("FROM")));
        if (!reader.accept("ON")) {
            reader.rest();
            return Action.NOTHING;
        }
        boolean sequences = reader.accept("SEQUENCE");
        boolean named = sequences || reader.accept("TABLE");
        boolean other = !named
                && reader.atOneOf(
                        "ALL",
                        "SCHEMA",
                        "DATABASE",
                        "FUNCTION",
                        "PROCEDURE",
                        "ROUTINE",
                        "LANGUAGE",
                        "TYPE",
                        "DOMAIN",
                        "TABLESPACE",
                        "LARGE",
                        "PARAMETER",
                        "FOREIGN");
        if (other) {
            reader.rest();
            return Action.NOTHING;
        }
        List<QualifiedName> names = reader.qualifiedNames();
        reader.rest();
        return effects -> {
            for (QualifiedName each : names) {
                Relation relation = effects.catalog().require(each);
                columns.forEach(column -> relation.requireColumn(
                        column,
                        () -> new Refusal(
                                "42703",
                                "column \"" + column + "\" of relation \"" + relation.name + "\" does not exist")));
                if (relation.isIndex()) {
                    throw new Refusal("42809", "\"" + relation.name + "\" is an index");
                }
                if (sequences && relation.kind != Relation.Kind.SEQUENCE) {
                    throw new Refusal("42809", "\"" + relation.name + "\" is not a sequence");
                }
                if (effects.catalog().isFrom(18)) {
                    effects.lock(relation, LockMode.ACCESS_SHARE);
                }
            }
        };
    }

    /** The columns that privileges are for. */
    private static List<String> bracketed(List<Token> privileges) {
        List<String> columns = new ArrayList<>();
        int depth = 0;
        for (Token token : privileges) {
            depth += token.isSign("(") ? 1 : token.isSign(")") ? -1 : 0;
            if (depth > 0 && token.isName()) {
                columns.add(token.value());
            }
        }
        return columns;
    }

    Action createStatistics(int major) {
        reader.expect("STATISTICS");
        boolean ifNotExists = reader.ifNotExists();
        boolean unnamed = reader.at("ON") && major >= 16;
        QualifiedName name = unnamed ? new QualifiedName("", "") : reader.qualifiedName();
        if (reader.at("(")) {
            reader.inBrackets();
        }
        reader.expect("ON");
        List<String> columns = new ArrayList<>();
        List<Token> items = reader.until(token -> token.isWord("FROM"));
        items.forEach(token -> columns.add(token.value()));
        reader.expect("FROM");
        QualifiedName table = reader.qualifiedName();
        reader.expectEnd();
        return effects -> {
            Catalog catalog = effects.catalog();
            String schema = catalog.schemaFor(name);
            Relation found = catalog.require(table);
            effects.lock(found, LockMode.SHARE_UPDATE_EXCLUSIVE);
            if (!found.isTable() && found.kind != Relation.Kind.MATERIALIZED_VIEW) {
                throw new Refusal("42809", "cannot define statistics for relation \"" + found.name + "\"");
            }
            Set<String> used = new LinkedHashSet<>(columns);
            used.removeIf(each -> List.of(",", "(", ")").contains(each));
            boolean expression = columns.contains("(");
            if (expression && !catalog.isFrom(14)) {
                throw new Refusal("0A000", "only simple column references are allowed in CREATE STATISTICS");
            }
            if (expression) {
                TokenReader each = TokenReader.over(items);
                do {
                    new Expressions(catalog)
                            .check(new Expression(each.until(token -> token.isSign(","))), List.of(found));
                } while (each.accept(","));
            }
            if (!expression) {
                used.forEach(each -> found.requireColumn(
                        each, () -> new Refusal("42703", "column \"" + each + "\" does not exist")));
                long written =
                        columns.stream().filter(each -> !each.equals(",")).count();
                if (written > used.size()) {
                    throw new Refusal("42701", "duplicate column name in statistics definition");
                }
                if (used.size() < 2) {
                    throw new Refusal("42P17", "extended statistics require at least 2 columns");
                }
            }
            boolean virtual = used.stream()
                    .flatMap(each -> found.column(each).stream())
                    .anyMatch(each -> each.generation() == Column.Generation.VIRTUAL);
            if (virtual) {
                throw new Refusal("0A000", "statistics creation on virtual generated columns is not supported");
            }
            String chosen = name.name().isEmpty()
                    ? catalog.chooseName(found.schema, found.name, String.join("_", used), "stat", List.of())
                    : name.name();
            QualifiedName full = new QualifiedName(name.name().isEmpty() ? found.schema : schema, chosen);
            if (catalog.statistics.containsKey(full)) {
                if (ifNotExists) {
                    return;
                }
                throw new Refusal("42710", "statistics object \"" + name.name() + "\" already exists");
            }
            used.retainAll(found.columnNames());
            catalog.statistics.put(full, new Catalog.Statistics(found.id(), used));
        };
    }

    Action alterStatistics(int major) {
        reader.expect("STATISTICS");
        boolean ifExists = reader.ifExists();
        QualifiedName name = reader.qualifiedName();
        boolean renames = reader.accept("RENAME", "TO");
        String now = renames ? reader.name() : "";
        if (reader.at("SET", "STATISTICS") && major < 13) {
            reader.take();
            throw reader.failure();
        }
        reader.rest();
        return effects -> {
            Catalog catalog = effects.catalog();
            QualifiedName full = new QualifiedName(catalog.schemaFor(name), name.name());
            Catalog.Statistics found = catalog.statistics.get(full);
            if (found == null && !ifExists) {
                throw new Refusal("42704", "statistics object \"" + name.text() + "\" does not exist");
            }
            if (found != null && renames) {
                catalog.statistics.remove(full);
                catalog.statistics.put(new QualifiedName(full.schema(), now), found);
            }
        };
    }
}
