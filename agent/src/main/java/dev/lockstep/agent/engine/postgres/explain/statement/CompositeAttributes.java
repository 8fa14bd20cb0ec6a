package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.catalog.UserType;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** ALTER TYPE … ADD, DROP and ALTER ATTRIBUTE, with the tables that are of the type or have columns of it. */
final class CompositeAttributes {
    private final TokenReader reader;

    CompositeAttributes(TokenReader reader) {
        this.reader = reader;
    }

    Action commands(QualifiedName name) {
        List<UnaryOperator<List<Column>>> changes = new ArrayList<>();
        boolean cascade = false;
        boolean retypes = false;
        do {
            if (reader.accept("ADD", "ATTRIBUTE")) {
                Column column = Column.plain(reader.name(), TypeReader.read(reader));
                changes.add(attributes -> added(attributes, name, column));
            } else if (reader.accept("DROP", "ATTRIBUTE")) {
                boolean ifExists = reader.ifExists();
                String attribute = reader.name();
                changes.add(attributes -> dropped(attributes, name, attribute, ifExists));
            } else {
                reader.expect("ALTER", "ATTRIBUTE");
                String attribute = reader.name();
                reader.accept("SET", "DATA");
                reader.expect("TYPE");
                TypeRef type = TypeReader.read(reader);
                retypes = true;
                changes.add(attributes -> typed(attributes, name, attribute, type));
            }
            if (reader.accept("COLLATE")) {
                reader.qualifiedName();
            }
            cascade |= AlterTableReader.cascade(reader);
        } while (reader.accept(","));
        reader.expectEnd();
        boolean cascades = cascade;
        boolean changesType = retypes;
        return effects -> apply(effects, name, cascades, changes, changesType);
    }

    static void apply(
            Effects effects,
            QualifiedName name,
            boolean cascade,
            List<UnaryOperator<List<Column>>> changes,
            boolean retyped) {
        Catalog catalog = effects.catalog();
        UserType type = TypeStatements.require(catalog, name);
        if (type.kind() != UserType.Kind.COMPOSITE) {
            throw new Refusal("42809", name.text() + " is not a composite type");
        }
        String full = type.schema() + "." + type.name();
        for (Relation each : catalog.relations()) {
            boolean uses =
                    each.hasRows() && each.columns.stream().anyMatch(column -> holds(catalog, column.type(), type));
            if (uses && retyped) {
                throw new Refusal(
                        "0A000",
                        "cannot alter type \"" + type.name() + "\" because column \"" + each.name + "\" uses it");
            }
        }
        for (Relation each : catalog.relations()) {
            if (each.ofType.equals(full)) {
                if (!cascade) {
                    throw new Refusal(
                            "2BP01",
                            "cannot alter type \"" + type.name() + "\" because it is the type of a typed table");
                }
                effects.lock(catalog.family(each), LockMode.ACCESS_EXCLUSIVE);
            }
        }
        List<Column> attributes = type.attributes();
        for (UnaryOperator<List<Column>> change : changes) {
            attributes = change.apply(attributes);
        }
        for (Relation each : catalog.relations()) {
            if (each.ofType.equals(full)) {
                boolean rewritten = attributes.stream()
                        .anyMatch(now -> each.column(now.name())
                                .map(old -> new Types(catalog).path(old.type(), now.type()) != Types.Path.SAME)
                                .orElse(false));
                if (rewritten) {
                    effects.rewrite(each);
                }
                each.columns.clear();
                each.columns.addAll(attributes);
            }
        }
        List<Column> result = attributes;
        TypeStatements.change(catalog, type, each -> each.composedOf(result));
    }

    /** Whether values of one type are made of those of another. */
    private static boolean holds(Catalog catalog, TypeRef ref, UserType type) {
        return TypeStatements.isOf(ref, type)
                || new Types(catalog)
                        .user(ref)
                        .filter(each -> each.kind() == UserType.Kind.COMPOSITE)
                        .map(each -> each.attributes().stream().anyMatch(one -> holds(catalog, one.type(), type)))
                        .orElse(false);
    }

    private static List<Column> added(List<Column> attributes, QualifiedName type, Column column) {
        if (attributes.stream().anyMatch(each -> each.name().equals(column.name()))) {
            throw new Refusal(
                    "42701", "column \"" + column.name() + "\" of relation \"" + type.name() + "\" already exists");
        }
        List<Column> more = new ArrayList<>(attributes);
        more.add(column);
        return more;
    }

    private static Refusal noAttribute(QualifiedName type, String name) {
        return new Refusal("42703", "column \"" + name + "\" of relation \"" + type.name() + "\" does not exist");
    }

    private static List<Column> dropped(List<Column> attributes, QualifiedName type, String name, boolean ifExists) {
        List<Column> fewer =
                attributes.stream().filter(each -> !each.name().equals(name)).toList();
        if (fewer.size() == attributes.size() && !ifExists) {
            throw noAttribute(type, name);
        }
        return fewer;
    }

    private static List<Column> typed(List<Column> attributes, QualifiedName type, String name, TypeRef now) {
        if (attributes.stream().noneMatch(each -> each.name().equals(name))) {
            throw noAttribute(type, name);
        }
        return attributes.stream()
                .map(each -> each.name().equals(name) ? each.typed(now, "") : each)
                .toList();
    }

    static List<Column> renamed(List<Column> attributes, QualifiedName type, String old, String now) {
        if (attributes.stream().noneMatch(each -> each.name().equals(old))) {
            throw new Refusal("42703", "attribute \"" + old + "\" of \"" + type.name() + "\" does not exist");
        }
        return attributes.stream()
                .map(each -> each.name().equals(old) ? each.named(now) : each)
                .toList();
    }
}
