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
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** CREATE and ALTER TYPE and DOMAIN. */
final class TypeStatements {
    private final TokenReader reader;

    TypeStatements(TokenReader reader) {
        this.reader = reader;
    }

    Action createType() {
        reader.expect("TYPE");
        QualifiedName name = reader.qualifiedName();
        if (reader.accept("AS", "ENUM")) {
            List<String> labels = new ArrayList<>();
            reader.expect("(");
            while (!reader.at(")")) {
                labels.add(reader.string());
                if (!reader.accept(",")) {
                    break;
                }
            }
            reader.expect(")");
            reader.expectEnd();
            return effects -> {
                if (Set.copyOf(labels).size() < labels.size()) {
                    throw new Refusal("23505", "duplicate key value violates unique constraint");
                }
                put(effects, name, UserType.ofEnum("", name.name(), labels));
            };
        }
        if (reader.at("AS", "(")) {
            reader.take();
            List<Column> attributes = attributes();
            return effects -> {
                attributes.forEach(each -> new Types(effects.catalog()).require(each.type()));
                put(effects, name, UserType.composite("", name.name(), attributes));
            };
        }
        reader.rest();
        return effects -> put(effects, name, UserType.other("", name.name()));
    }

    private List<Column> attributes() {
        reader.expect("(");
        List<Column> attributes = new ArrayList<>();
        while (!reader.at(")")) {
            String name = reader.name();
            attributes.add(Column.plain(name, TypeReader.read(reader)));
            if (reader.accept("COLLATE")) {
                reader.qualifiedName();
            }
            if (!reader.accept(",")) {
                break;
            }
        }
        reader.expect(")");
        return attributes;
    }

    static void put(Effects effects, QualifiedName name, UserType type) {
        Catalog catalog = effects.catalog();
        String schema = catalog.schemaFor(name);
        QualifiedName full = new QualifiedName(schema, name.name());
        Optional<Relation> there = catalog.find(full);
        boolean typed = there.isPresent() && !there.get().isIndex() && there.get().kind != Relation.Kind.SEQUENCE;
        if (catalog.types.containsKey(full) || typed) {
            throw new Refusal("42710", "type \"" + name.name() + "\" already exists");
        }
        if (type.kind() == UserType.Kind.COMPOSITE) {
            catalog.requireFreeName(schema, name.name());
        }
        catalog.types.put(full, type.renamed(schema, name.name()));
    }

    static UserType require(Catalog catalog, QualifiedName name) {
        return new Types(catalog)
                .user(new TypeRef(name.schema(), name.name(), List.of(), 0))
                .orElseThrow(() -> new Refusal("42704", "type \"" + name.text() + "\" does not exist"));
    }

    static void change(Catalog catalog, UserType type, UnaryOperator<UserType> how) {
        catalog.types.put(new QualifiedName(type.schema(), type.name()), how.apply(type));
    }

    Action alterType() {
        reader.expect("TYPE");
        QualifiedName name = reader.qualifiedName();
        if (reader.accept("ADD", "VALUE")) {
            return addValue(name);
        }
        if (reader.accept("RENAME", "VALUE")) {
            String old = reader.string();
            reader.expect("TO");
            String now = reader.string();
            reader.expectEnd();
            return effects -> renameValue(effects.catalog(), name, old, now);
        }
        if (reader.accept("RENAME", "ATTRIBUTE")) {
            String old = reader.name();
            reader.expect("TO");
            String now = reader.name();
            boolean cascade = AlterTableReader.cascade(reader);
            return effects -> CompositeAttributes.apply(
                    effects,
                    name,
                    cascade,
                    List.of(attributes -> CompositeAttributes.renamed(attributes, name, old, now)),
                    false);
        }
        if (reader.atOneOf("RENAME", "SET", "OWNER")) {
            return rename(name);
        }
        return new CompositeAttributes(reader).commands(name);
    }

    private Action addValue(QualifiedName name) {
        boolean ifNotExists = reader.ifNotExists();
        String label = reader.string();
        boolean before = reader.accept("BEFORE");
        boolean after = !before && reader.accept("AFTER");
        String neighbour = before || after ? reader.string() : "";
        reader.expectEnd();
        return effects -> {
            Catalog catalog = effects.catalog();
            UserType type = requireEnum(catalog, name);
            if (type.labels().contains(label)) {
                if (ifNotExists) {
                    return;
                }
                throw new Refusal("42710", "enum label \"" + label + "\" already exists");
            }
            int place = before || after
                    ? requireLabel(type, neighbour) + (after ? 1 : 0)
                    : type.labels().size();
            change(catalog, type, each -> each.labelled(each.labelsWith(label, place)));
        };
    }

    private static UserType requireEnum(Catalog catalog, QualifiedName name) {
        UserType type = require(catalog, name);
        if (type.kind() != UserType.Kind.ENUM) {
            throw new Refusal("42809", name.text() + " is not an enum");
        }
        return type;
    }

    private static int requireLabel(UserType type, String label) {
        int place = type.labels().indexOf(label);
        if (place < 0) {
            throw new Refusal("22023", "\"" + label + "\" is not an existing enum label");
        }
        return place;
    }

    private static void renameValue(Catalog catalog, QualifiedName name, String old, String now) {
        UserType type = requireEnum(catalog, name);
        requireLabel(type, old);
        if (type.labels().contains(now)) {
            throw new Refusal("42710", "enum label \"" + now + "\" already exists");
        }
        change(
                catalog,
                type,
                each -> each.labelled(each.labels().stream()
                        .map(label -> label.equals(old) ? now : label)
                        .toList()));
    }

    Action rename(QualifiedName name) {
        boolean renames = reader.accept("RENAME", "TO");
        boolean moves = !renames && reader.accept("SET", "SCHEMA");
        if (!renames && !moves) {
            reader.rest();
            return effects -> require(effects.catalog(), name);
        }
        String now = reader.name();
        reader.expectEnd();
        return effects -> {
            Catalog catalog = effects.catalog();
            UserType type = require(catalog, name);
            if (moves) {
                catalog.requireSchema(now);
            }
            UserType renamed = type.renamed(moves ? now : type.schema(), moves ? type.name() : now);
            QualifiedName full = new QualifiedName(renamed.schema(), renamed.name());
            boolean stays = moves && now.equals(type.schema());
            if (catalog.types.containsKey(full) && !stays) {
                throw new Refusal("42710", "type \"" + now + "\" already exists");
            }
            catalog.types.remove(new QualifiedName(type.schema(), type.name()));
            catalog.types.put(full, renamed);
            for (Relation table : catalog.relations()) {
                table.columns.replaceAll(each -> isOf(each.type(), type)
                        ? each.typed(
                                new TypeRef(
                                        moves ? now : each.type().schema(),
                                        renamed.name(),
                                        each.type().modifiers(),
                                        each.type().dimensions()),
                                each.collation())
                        : each);
            }
        };
    }

    static boolean isOf(TypeRef ref, UserType type) {
        return ref.name().equals(type.name())
                && (ref.schema().isEmpty() || ref.schema().equals(type.schema()));
    }
}
