package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Column;
import dev.lockstep.agent.engine.postgres.explain.catalog.Expressions;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Types;
import dev.lockstep.agent.engine.postgres.explain.catalog.UserType;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CREATE DOMAIN and ALTER DOMAIN. */
final class DomainStatements {
    private final TokenReader reader;
    private final int major;

    DomainStatements(TokenReader reader, int major) {
        this.reader = reader;
        this.major = major;
    }

    Action create() {
        reader.expect("DOMAIN");
        QualifiedName name = reader.qualifiedName();
        reader.accept("AS");
        TypeRef base = TypeReader.read(reader);
        Set<String> checks = new LinkedHashSet<>();
        boolean notNull = false;
        boolean hasDefault = false;
        Optional<Expression> value = Optional.empty();
        List<Expression> conditions = new ArrayList<>();
        while (!reader.atEnd()) {
            String constraint = reader.accept("CONSTRAINT") ? reader.name() : "";
            if (reader.accept("NOT", "NULL")) {
                notNull = true;
            } else if (reader.accept("NULL")) {
                notNull = false;
            } else if (reader.accept("CHECK")) {
                conditions.add(Expression.of(reader.inBrackets(), reader.peek()));
                checks.add(constraint.isEmpty() ? chosen(name.name(), checks) : constraint);
            } else if (reader.accept("DEFAULT")) {
                hasDefault = true;
                value = Optional.of(new Expression(
                        reader.until(token -> token.isOneOf("CONSTRAINT", "NOT", "CHECK", "COLLATE", "NULL"))));
            } else if (reader.accept("COLLATE")) {
                reader.qualifiedName();
            } else {
                refuseEnforcement("42P17");
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
        Optional<Expression> given = value.filter(each -> !each.tokens().isEmpty());
        return effects -> {
            new Types(effects.catalog()).require(base);
            given.ifPresent(each -> new TableParts(effects).checkDefault(each, name.name(), base));
            conditions.forEach(each -> requireSense(effects.catalog(), each, base));
            TypeStatements.put(effects, name, type);
        };
    }

    /** A condition is about VALUE, which is of the domain's base type. */
    private static void requireSense(Catalog catalog, Expression condition, TypeRef base) {
        if (condition.hasQuery()) {
            throw new Refusal("0A000", "cannot use subquery in check constraint");
        }
        condition.columnNames().stream()
                .filter(each -> !each.name().equals("value"))
                .findFirst()
                .ifPresent(each -> {
                    throw new Refusal("42703", "column \"" + each.name() + "\" does not exist");
                });
        Expressions expressions = new Expressions(catalog);
        expressions.checkFunctions(condition);
        expressions.requireOperators(condition, List.of(Column.plain("value", base)));
    }

    private static String chosen(String domain, Set<String> taken) {
        for (int number = 0; ; number++) {
            String name = domain + "_check" + (number == 0 ? "" : number);
            if (!taken.contains(name)) {
                return name;
            }
        }
    }

    Action alter() {
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
                TypeStatements.change(effects.catalog(), domain, each -> each.notNull(true));
            };
        }
        if (reader.accept("DROP", "NOT", "NULL")) {
            return effects -> TypeStatements.change(
                    effects.catalog(), requireDomain(effects.catalog(), name), each -> each.notNull(false));
        }
        if (reader.accept("DROP", "CONSTRAINT")) {
            boolean ifExists = reader.ifExists();
            String constraint = reader.name();
            AlterTableReader.cascade(reader);
            reader.expectEnd();
            return effects -> {
                UserType domain = requireDomain(effects.catalog(), name);
                Set<String> checks = new LinkedHashSet<>(domain.checks());
                if (!checks.remove(constraint) && !ifExists) {
                    throw new Refusal(
                            "42704",
                            "constraint \"" + constraint + "\" of domain \"" + domain.name() + "\" does not exist");
                }
                TypeStatements.change(effects.catalog(), domain, each -> each.checking(checks));
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
                return renameConstraint(name);
            }
            return new TypeStatements(reader).rename(name);
        }
        boolean sets = reader.accept("SET");
        if (!sets) {
            reader.expect("DROP");
        }
        reader.expect("DEFAULT");
        List<Token> tokens = reader.rest();
        Optional<Expression> value = sets ? Optional.of(Expression.of(tokens, reader.peek())) : Optional.empty();
        return effects -> {
            UserType domain = requireDomain(effects.catalog(), name);
            value.ifPresent(each -> new TableParts(effects)
                    .checkDefault(each, domain.name(), domain.base().orElseThrow()));
            TypeStatements.change(effects.catalog(), domain, each -> each.defaulting(sets));
        };
    }

    private Action renameConstraint(QualifiedName name) {
        String old = reader.name();
        reader.expect("TO");
        String now = reader.name();
        reader.expectEnd();
        return effects -> {
            UserType domain = requireDomain(effects.catalog(), name);
            Set<String> checks = new LinkedHashSet<>(domain.checks());
            boolean ofNotNull = domain.notNull() && major >= 17;
            if (!checks.remove(old)) {
                if (ofNotNull) {
                    return; // NOT NULL has a name there, which is not followed
                }
                throw new Refusal(
                        "42704", "constraint \"" + old + "\" for domain " + domain.name() + " does not exist");
            }
            checks.add(now);
            TypeStatements.change(effects.catalog(), domain, each -> each.checking(checks));
        };
    }

    private Action addToDomain(QualifiedName name) {
        String given = reader.accept("CONSTRAINT") ? reader.name() : "";
        if (major < 17 && reader.at("NOT")) {
            throw reader.failure();
        }
        boolean notNull = reader.accept("NOT", "NULL");
        List<Expression> checks = new ArrayList<>();
        if (!notNull) {
            reader.expect("CHECK");
            checks.add(Expression.of(reader.inBrackets(), reader.peek()));
        }
        boolean notValid = reader.accept("NOT", "VALID");
        refuseEnforcement("0A000");
        reader.expectEnd();
        return effects -> {
            UserType domain = requireDomain(effects.catalog(), name);
            checks.forEach(
                    each -> requireSense(effects.catalog(), each, domain.base().orElseThrow()));
            String constraint = given.isEmpty() ? chosen(domain.name(), domain.checks()) : given;
            if (domain.checks().contains(constraint)) {
                throw new Refusal(
                        "42710",
                        "constraint \"" + constraint + "\" for domain \"" + domain.name() + "\" already exists");
            }
            if (!notValid) {
                look(effects, domain);
            }
            TypeStatements.change(
                    effects.catalog(), domain, each -> notNull ? each.notNull(true) : each.checkingAlso(constraint));
        };
    }

    /** From 18 on the words are known, but not for domains. */
    private void refuseEnforcement(String sqlState) {
        if (major >= 18 && (reader.at("NOT", "ENFORCED") || reader.at("ENFORCED"))) {
            throw new Refusal(sqlState, "CHECK constraints of domains cannot be marked ENFORCED or NOT ENFORCED");
        }
    }

    private static UserType requireDomain(Catalog catalog, QualifiedName name) {
        UserType type = TypeStatements.require(catalog, name);
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
