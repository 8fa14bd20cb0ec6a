package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.Kind;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.catalog.UserType;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** DROP of tables, views, sequences, types, schemas and statistics. */
final class DropStatements {
    private final TokenReader reader;

    DropStatements(TokenReader reader) {
        this.reader = reader;
    }

    Action relations(Kind kind) {
        boolean ifExists = reader.ifExists();
        List<QualifiedName> names = reader.qualifiedNames();
        boolean cascade = AlterTableReader.cascade(reader);
        reader.expectEnd();
        return effects -> {
            List<Relation> found = find(effects.catalog(), names, kind, ifExists);
            found.stream().filter(each -> each.ofIdentity).findFirst().ifPresent(each -> {
                throw new Refusal(
                        "2BP01",
                        "cannot drop sequence " + each.name + " because column " + each.ownerColumn + " requires it");
            });
            String what = kind.word() + " " + names.get(0).text();
            new Dropping(effects).drop(found.stream().map(Dropping::relation).toList(), cascade, what);
        };
    }

    static List<Relation> find(Catalog catalog, List<QualifiedName> names, Kind kind, boolean ifExists) {
        List<Relation> found = new ArrayList<>();
        for (QualifiedName name : names) {
            Optional<Relation> relation = catalog.find(name);
            if (relation.isEmpty() && ifExists) {
                continue;
            }
            if (!name.schema().isEmpty()) {
                catalog.requireSchema(name.schema());
            }
            Relation each = relation.orElseThrow(() -> new Refusal(
                    kind == Kind.INDEX ? "42704" : "42P01", kind.word() + " \"" + name.text() + "\" does not exist"));
            boolean fits = switch (kind) {
                case TABLE -> each.kind == Kind.TABLE || each.kind == Kind.PARTITIONED_TABLE;
                case INDEX -> each.isIndex();
                default -> each.kind == kind;
            };
            if (!fits) {
                throw new Refusal(
                        "42809", "\"" + each.name + "\" is not " + (kind == Kind.INDEX ? "an " : "a ") + kind.word());
            }
            found.add(each);
        }
        return found;
    }

    /** TYPE and DOMAIN. */
    Action types() {
        boolean ifExists = reader.ifExists();
        List<QualifiedName> names = reader.qualifiedNames();
        boolean cascade = AlterTableReader.cascade(reader);
        reader.expectEnd();
        return effects -> {
            List<Dropping.Thing> things = new ArrayList<>();
            for (QualifiedName name : names) {
                Optional<UserType> type =
                        new Types(effects.catalog()).user(new TypeRef(name.schema(), name.name(), List.of(), 0));
                if (type.isEmpty() && !ifExists) {
                    throw new Refusal("42704", "type \"" + name.text() + "\" does not exist");
                }
                type.ifPresent(each ->
                        things.add(new Dropping.Thing(Dropping.Sort.TYPE, 0, each.schema() + "." + each.name())));
            }
            new Dropping(effects).drop(things, cascade, "type " + names.get(0).text());
        };
    }

    Action schema() {
        boolean ifExists = reader.ifExists();
        List<QualifiedName> names = reader.qualifiedNames();
        boolean cascade = AlterTableReader.cascade(reader);
        reader.expectEnd();
        return effects -> names.forEach(each -> dropSchema(effects, each.name(), ifExists, cascade));
    }

    private static void dropSchema(Effects effects, String schema, boolean ifExists, boolean cascade) {
        Catalog catalog = effects.catalog();
        if (!catalog.schemas.contains(schema)) {
            if (ifExists) {
                return;
            }
            throw new Refusal("3F000", "schema \"" + schema + "\" does not exist");
        }
        List<Dropping.Thing> things = new ArrayList<>();
        catalog.relations().stream()
                .filter(each -> each.schema.equals(schema))
                .forEach(each -> things.add(Dropping.relation(each)));
        catalog.types.values().stream()
                .filter(each -> each.schema().equals(schema))
                .forEach(each -> things.add(new Dropping.Thing(Dropping.Sort.TYPE, 0, schema + "." + each.name())));
        boolean functions =
                catalog.functions.stream().anyMatch(each -> each.schema().equals(schema));
        if ((!things.isEmpty() || functions) && !cascade) {
            throw new Refusal("2BP01", "cannot drop schema " + schema + " because other objects depend on it");
        }
        new Dropping(effects).drop(things, true, "schema " + schema);
        catalog.functions.removeIf(each -> each.schema().equals(schema));
        catalog.schemas.remove(schema);
    }

    /** A foreign server, with its foreign tables. */
    Action server() {
        boolean ifExists = reader.ifExists();
        List<QualifiedName> names = reader.qualifiedNames();
        boolean cascade = AlterTableReader.cascade(reader);
        reader.expectEnd();
        return effects -> {
            for (QualifiedName each : names) {
                boolean gone = effects.catalog().servers.remove(each.name());
                if (!gone && !ifExists) {
                    throw new Refusal("42704", "server \"" + each.name() + "\" does not exist");
                }
                List<Dropping.Thing> tables = effects.catalog().relations().stream()
                        .filter(table -> table.server.equals(each.name()))
                        .map(Dropping::relation)
                        .toList();
                if (!tables.isEmpty() && !cascade) {
                    throw new Refusal(
                            "2BP01", "cannot drop server " + each.name() + " because other objects depend on it");
                }
                new Dropping(effects).drop(tables, cascade, "server " + each.name());
            }
        };
    }

    /** Collations are known by their bare names; those that the server brings are not dropped. */
    Action collations() {
        boolean ifExists = reader.ifExists();
        List<QualifiedName> names = reader.qualifiedNames();
        boolean cascade = AlterTableReader.cascade(reader);
        reader.expectEnd();
        return effects -> {
            List<Dropping.Thing> things = new ArrayList<>();
            for (QualifiedName name : names) {
                boolean known = effects.catalog().collations.contains(name.name());
                if (!known && !ifExists) {
                    throw new Refusal(
                            "42704", "collation \"" + name.text() + "\" for encoding \"UTF8\" does not exist");
                }
                if (known) {
                    things.add(new Dropping.Thing(Dropping.Sort.COLLATION, 0, name.name()));
                }
            }
            new Dropping(effects)
                    .drop(things, cascade, "collation " + names.get(0).text());
        };
    }

    Action statistics() {
        boolean ifExists = reader.ifExists();
        List<QualifiedName> names = reader.qualifiedNames();
        AlterTableReader.cascade(reader);
        reader.expectEnd();
        return effects -> names.forEach(name -> dropStatistics(effects, name, ifExists));
    }

    private static void dropStatistics(Effects effects, QualifiedName name, boolean ifExists) {
        Catalog catalog = effects.catalog();
        QualifiedName full = new QualifiedName(catalog.schemaFor(name), name.name());
        Catalog.Statistics found = catalog.statistics.remove(full);
        if (found == null && !ifExists) {
            throw new Refusal("42704", "statistics object \"" + name.text() + "\" does not exist");
        }
        if (found != null) {
            effects.lock(catalog.get(found.table()), LockMode.SHARE_UPDATE_EXCLUSIVE);
        }
    }
}
