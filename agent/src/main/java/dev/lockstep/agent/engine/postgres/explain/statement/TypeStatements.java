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
import java.util.LinkedHashSet;
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

    private static void put(Effects effects, QualifiedName name, UserType type) {
        Catalog catalog = effects.catalog();
        String schema = catalog.schemaFor(name);
        QualifiedName full = new QualifiedName(schema, name.name());
        if (catalog.types.containsKey(full) || catalog.isTaken(schema, name.name())) {
            throw new Refusal("42710", "type \"" + name.name() + "\" already exists");
        }
        catalog.types.put(full, type.renamed(schema, name.name()));
    }

    Action createDomain() {
        reader.expect("DOMAIN");
        QualifiedName name = reader.qualifiedName();
        reader.accept("AS");
        TypeRef base = TypeReader.read(reader);
        Set<String> checks = new LinkedHashSet<>();
        boolean notNull = false;
        boolean hasDefault = false;
        while (!reader.atEnd()) {
            String constraint = reader.accept("CONSTRAINT") ? reader.name() : "";
            if (reader.accept("NOT", "NULL")) {
                notNull = true;
            } else if (reader.accept("NULL")) {
                notNull = false;
            } else if (reader.accept("CHECK")) {
                reader.inBrackets();
                checks.add(constraint.isEmpty() ? chosen(name.name(), checks) : constraint);
            } else if (reader.accept("DEFAULT")) {
                hasDefault = true;
                reader.until(token -> token.isOneOf("CONSTRAINT", "NOT", "CHECK", "COLLATE"));
            } else if (reader.accept("COLLATE")) {
                reader.qualifiedName();
            } else {
                throw reader.failure();
            }
        }
        UserType type = new UserType(
                "",
                name.name(),
                UserType.Kind.DOMAIN,
                List.of(),
                Optional.of(base),
                List.of(),
                checks,
                notNull,
                hasDefault);
        return effects -> {
            new Types(effects.catalog()).require(base);
            put(effects, name, type);
        };
    }

    private static String chosen(String domain, Set<String> taken) {
        for (int number = 0; ; number++) {
            String name = domain + "_check" + (number == 0 ? "" : number);
            if (!taken.contains(name)) {
                return name;
            }
        }
    }

    private static UserType require(Catalog catalog, QualifiedName name) {
        return new Types(catalog)
                .user(new TypeRef(name.schema(), name.name(), List.of(), 0))
                .orElseThrow(() -> new Refusal("42704", "type \"" + name.text() + "\" does not exist"));
    }

    private static void change(Catalog catalog, UserType type, UnaryOperator<UserType> how) {
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
            return effects -> attributes(
                    effects, name, cascade, List.of(attributes -> renamed(attributes, name, old, now)), false);
        }
        if (reader.atOneOf("RENAME", "SET", "OWNER")) {
            return rename(name);
        }
        return attributeCommands(name);
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

    private Action rename(QualifiedName name) {
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
            if (catalog.types.containsKey(full)) {
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

    private static boolean isOf(TypeRef ref, UserType type) {
        return ref.name().equals(type.name())
                && (ref.schema().isEmpty() || ref.schema().equals(type.schema()));
    }

    private Action attributeCommands(QualifiedName name) {
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
        return effects -> attributes(effects, name, cascades, changes, changesType);
    }

    private static void attributes(
            Effects effects,
            QualifiedName name,
            boolean cascade,
            List<UnaryOperator<List<Column>>> changes,
            boolean retyped) {
        Catalog catalog = effects.catalog();
        UserType type = require(catalog, name);
        if (type.kind() != UserType.Kind.COMPOSITE) {
            throw new Refusal("42809", name.text() + " is not a composite type");
        }
        String full = type.schema() + "." + type.name();
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
            boolean uses = each.hasRows() && each.columns.stream().anyMatch(column -> isOf(column.type(), type));
            if (uses && retyped) {
                throw new Refusal(
                        "0A000",
                        "cannot alter type \"" + type.name() + "\" because column \"" + each.name + "\" uses it");
            }
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
        change(catalog, type, each -> each.composedOf(result));
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

    private static List<Column> renamed(List<Column> attributes, QualifiedName type, String old, String now) {
        if (attributes.stream().noneMatch(each -> each.name().equals(old))) {
            throw new Refusal("42703", "attribute \"" + old + "\" of \"" + type.name() + "\" does not exist");
        }
        return attributes.stream()
                .map(each -> each.name().equals(old) ? each.named(now) : each)
                .toList();
    }

    Action alterDomain() {
        reader.expect("DOMAIN");
        QualifiedName name = reader.qualifiedName();
        if (reader.accept("ADD")) {
            return addToDomain(name);
        }
        if (reader.accept("SET", "NOT", "NULL")) {
            return effects -> {
                UserType domain = requireDomain(effects.catalog(), name);
                if (!domain.notNull()) {
                    look(effects, domain);
                }
                change(effects.catalog(), domain, each -> each.notNull(true));
            };
        }
        if (reader.accept("DROP", "NOT", "NULL")) {
            return effects ->
                    change(effects.catalog(), requireDomain(effects.catalog(), name), each -> each.notNull(false));
        }
        if (reader.accept("DROP", "CONSTRAINT")) {
            boolean ifExists = reader.ifExists();
            String constraint = reader.name();
            return effects -> {
                UserType domain = requireDomain(effects.catalog(), name);
                Set<String> checks = new LinkedHashSet<>(domain.checks());
                if (!checks.remove(constraint) && !ifExists) {
                    throw new Refusal(
                            "42704",
                            "constraint \"" + constraint + "\" of domain \"" + domain.name() + "\" does not exist");
                }
                change(effects.catalog(), domain, each -> each.checking(checks));
            };
        }
        if (reader.accept("VALIDATE", "CONSTRAINT")) {
            String constraint = reader.name();
            return effects -> {
                UserType domain = requireDomain(effects.catalog(), name);
                if (!domain.checks().contains(constraint)) {
                    throw new Refusal(
                            "42704",
                            "constraint \"" + constraint + "\" of domain \"" + domain.name() + "\" does not exist");
                }
                look(effects, domain);
            };
        }
        if (reader.atOneOf("RENAME") || reader.at("SET", "SCHEMA") || reader.atOneOf("OWNER")) {
            if (reader.accept("RENAME", "CONSTRAINT")) {
                reader.rest();
                return effects -> requireDomain(effects.catalog(), name);
            }
            return rename(name);
        }
        reader.rest();
        return effects -> requireDomain(effects.catalog(), name);
    }

    private Action addToDomain(QualifiedName name) {
        String given = reader.accept("CONSTRAINT") ? reader.name() : "";
        boolean notNull = reader.accept("NOT", "NULL");
        if (!notNull) {
            reader.expect("CHECK");
            reader.inBrackets();
        }
        boolean notValid = reader.accept("NOT", "VALID");
        reader.expectEnd();
        return effects -> {
            UserType domain = requireDomain(effects.catalog(), name);
            String constraint = given.isEmpty() ? chosen(domain.name(), domain.checks()) : given;
            if (domain.checks().contains(constraint)) {
                throw new Refusal(
                        "42710",
                        "constraint \"" + constraint + "\" for domain \"" + domain.name() + "\" already exists");
            }
            if (!notValid) {
                look(effects, domain);
            }
            change(effects.catalog(), domain, each -> notNull ? each.notNull(true) : each.checkingAlso(constraint));
        };
    }

    private static UserType requireDomain(Catalog catalog, QualifiedName name) {
        UserType type = require(catalog, name);
        if (type.kind() != UserType.Kind.DOMAIN) {
            throw new Refusal("42809", name.text() + " is not a domain");
        }
        return type;
    }

    /** Every table with a column of a domain is read, and writers wait. */
    private static void look(Effects effects, UserType domain) {
        Catalog catalog = effects.catalog();
        Types types = new Types(catalog);
        for (Relation table : catalog.relations()) {
            boolean uses = table.columns.stream().anyMatch(column -> isBelow(types, column.type(), domain));
            refuseInside(types, table, domain);
            if (uses && table.hasRows()) {
                effects.lock(table, LockMode.SHARE);
                effects.scan(table);
            }
        }
    }

    /** Values inside of arrays and rows cannot be looked at. */
    private static void refuseInside(Types types, Relation table, UserType domain) {
        boolean inside = table.hasRows()
                && table.columns.stream()
                        .anyMatch(column -> column.type().isArray()
                                        && isBelow(types, column.type().element(), domain)
                                || types.user(column.type()).stream()
                                        .flatMap(each -> each.attributes().stream())
                                        .anyMatch(each -> isBelow(types, each.type(), domain)));
        if (inside) {
            throw new Refusal(
                    "0A000",
                    "cannot alter type \"" + domain.name() + "\" because a column of \"" + table.name + "\" uses it");
        }
    }

    private static boolean isBelow(Types types, TypeRef type, UserType domain) {
        Optional<UserType> found = types.domain(type);
        return found.isPresent()
                && (found.get().equals(domain)
                        || found.get()
                                .base()
                                .map(each -> isBelow(types, each, domain))
                                .orElse(false));
    }
}
