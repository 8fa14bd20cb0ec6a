package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.catalog.UserType;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** LIKE table INCLUDING …, in CREATE TABLE. */
final class LikeClause {
    private final QualifiedName model;
    private final Set<String> including = new LinkedHashSet<>();

    /** Reads what follows LIKE. */
    LikeClause(TokenReader reader) {
        model = reader.qualifiedName();
        while (reader.atOneOf("INCLUDING", "EXCLUDING")) {
            boolean with = reader.take().isWord("INCLUDING");
            String what = reader.label().toUpperCase(Locale.ROOT);
            if (what.equals("ALL")) {
                including.addAll(List.of("DEFAULTS", "CONSTRAINTS", "INDEXES", "IDENTITY", "GENERATED"));
                if (!with) {
                    including.clear();
                }
            } else if (with) {
                including.add(what);
            } else {
                including.remove(what);
            }
        }
    }

    void columns(Effects effects, Relation table) {
        Optional<UserType> rows = effects.catalog().find(model).isPresent()
                ? Optional.empty()
                : new Types(effects.catalog())
                        .user(new TypeRef(model.schema(), model.name(), List.of(), 0))
                        .filter(each -> each.kind() == UserType.Kind.COMPOSITE);
        if (rows.isPresent()) {
            table.columns.addAll(rows.get().attributes());
            return;
        }
        Relation found = effects.catalog().require(model);
        effects.lock(found, LockMode.ACCESS_SHARE);
        if (found.isIndex() || found.kind == Relation.Kind.SEQUENCE) {
            throw new Refusal("42809", "relation \"" + found.name + "\" is invalid in LIKE clause");
        }
        for (Column column : found.columns) {
            Optional<Column> there = table.column(column.name());
            boolean fromAbove =
                    there.filter(each -> each.isInherited() && !each.local()).isPresent();
            if (fromAbove) {
                table.replace(
                        column.name(),
                        there.orElseThrow().from(true, there.orElseThrow().parents()));
                continue;
            }
            if (there.isPresent()) {
                throw new Refusal("42701", "column \"" + column.name() + "\" specified more than once");
            }
            boolean computed = column.generation().isComputed() && including.contains("GENERATED");
            boolean identity = column.generation().isIdentity() && including.contains("IDENTITY");
            boolean defaults = computed
                    || (including.contains("DEFAULTS") && !column.generation().isComputed());
            Column copy = column.from(true, 0).defaulting(defaults ? column.defaultValue() : Optional.empty());
            table.columns.add(computed || identity ? copy : copy.generated(Column.Generation.NONE));
            if (identity) {
                new TableParts(effects).sequence(table, column.name(), true);
            }
            if (defaults && effects.catalog().isFrom(14)) {
                effects.catalog().relations().stream()
                        .filter(each -> each.kind == Relation.Kind.SEQUENCE
                                && copy.defaultValue().isPresent())
                        .filter(each -> copy.defaultValue().get().tokens().stream()
                                .anyMatch(token -> token.kind() == Token.Kind.STRING
                                        && Dependents.names(token.value().replaceAll("'?::regclass", ""), each)))
                        .forEach(each -> effects.lock(each, LockMode.ACCESS_SHARE));
            }
        }
        found.constraints.values().stream()
                .filter(each -> each.kind() == Constraint.Kind.NOT_NULL)
                .forEach(each -> table.constraints.put(each.name(), each.inherited(false)));
        if (including.contains("CONSTRAINTS")) {
            found.constraints.values().stream()
                    .filter(each -> each.kind() == Constraint.Kind.CHECK)
                    .forEach(each -> table.constraints.put(each.name(), each.inherited(false)));
        }
    }

    void indexes(Effects effects, Relation table) {
        Catalog catalog = effects.catalog();
        if (!including.contains("INDEXES") || catalog.find(model).isEmpty()) {
            return;
        }
        for (Relation index : catalog.indexesOf(catalog.require(model))) {
            Optional<Catalog.Held> held = catalog.constraintOf(index);
            String label = held.map(each -> each.constraint().kind() == Constraint.Kind.PRIMARY_KEY ? "pkey" : "key")
                    .orElse("idx");
            Relation copy = new Indexes(effects).create(table, Indexes.like(index, label), LockMode.ACCESS_EXCLUSIVE);
            held.ifPresent(each -> table.constraints.put(
                    copy.name,
                    Constraint.ofIndex(
                            copy.name,
                            each.constraint().kind(),
                            each.constraint().columns(),
                            copy.id())));
        }
    }
}
