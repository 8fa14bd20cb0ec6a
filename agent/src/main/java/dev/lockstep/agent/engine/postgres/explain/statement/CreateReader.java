package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.Persistence;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads CREATE of anything. */
final class CreateReader {
    private final TokenReader reader;
    private final int major;

    CreateReader(TokenReader reader, int major) {
        this.reader = reader;
        this.major = major;
    }

    /** After the word CREATE comes next. */
    Optional<Action> read() {
        reader.expect("CREATE");
        boolean replace = reader.accept("OR", "REPLACE");
        boolean global = reader.accept("GLOBAL") || reader.accept("LOCAL");
        boolean temporary = reader.accept("TEMPORARY") || reader.accept("TEMP");
        if (global && !temporary) {
            return StatementReader.fail(reader);
        }
        boolean unlogged = !temporary && reader.accept("UNLOGGED");
        Persistence kept = temporary ? Persistence.TEMPORARY : unlogged ? Persistence.UNLOGGED : Persistence.PERMANENT;
        return switch (reader.peek().value()) {
            case "table" ->
                replace ? StatementReader.fail(reader) : Optional.of(new CreateTable(reader, major).read(kept, false));
            case "foreign" -> {
                boolean table = reader.peek(1).isWord("TABLE");
                if (table) {
                    reader.take();
                }
                yield table
                        ? Optional.of(new CreateTable(reader, major).read(kept, true))
                        : Optional.of(Action.NOTHING);
            }
            case "unique", "index" -> Optional.of(new IndexStatements(reader, major).create());
            case "view", "recursive" -> Optional.of(new ViewStatements(reader).create(replace, temporary));
            case "materialized" -> {
                reader.expect("MATERIALIZED", "VIEW");
                yield Optional.of(new ViewStatements(reader).createMaterialized());
            }
            case "sequence" -> Optional.of(new SequenceStatements(reader).create(temporary));
            case "type" -> Optional.of(new TypeStatements(reader).createType());
            case "domain" -> Optional.of(new DomainStatements(reader, major).create());
            case "function", "procedure" -> Optional.of(new FunctionStatements(reader).create(replace));
            case "trigger", "constraint" -> Optional.of(new CreateTrigger(reader, major, replace).action());
            case "rule" -> Optional.of(new CreateRule(reader, replace)::create);
            case "policy" -> Optional.of(new PolicyStatements(reader).create());
            case "statistics" -> Optional.of(new CommentStatements(reader).createStatistics(major));
            case "schema" -> createSchema();
            case "collation" -> {
                reader.take();
                reader.ifNotExists();
                QualifiedName collation = reader.qualifiedName();
                reader.rest();
                yield Optional.of(effects -> effects.catalog().collations.add(collation.name()));
            }
            case "extension" -> {
                reader.take();
                boolean ifNotExists = reader.ifNotExists();
                String extension = reader.label();
                reader.rest();
                yield Optional.of(effects -> {
                    if (!effects.catalog().extensions.add(extension) && !ifNotExists) {
                        throw new Refusal("42710", "extension \"" + extension + "\" already exists");
                    }
                });
            }
            case "publication" -> Optional.of(new PublicationStatements(reader, major).create());
            case "event" -> Optional.of(new EventTriggers(reader).create());
            case "database" -> Optional.of(StatementReader.outside("CREATE DATABASE", Action.NOTHING));
            case "tablespace" -> Optional.of(StatementReader.outside("CREATE TABLESPACE", Action.NOTHING));
            case "server" -> Optional.of(named("SERVER", catalog -> catalog.servers));
            case "access" -> accessMethod();
            case "aggregate" -> Optional.of(new FunctionStatements(reader).createAggregate());
            case "operator",
                    "conversion",
                    "cast",
                    "group",
                    "language",
                    "trusted",
                    "role",
                    "subscription",
                    "text",
                    "transform",
                    "user",
                    "procedural",
                    "default" -> Optional.of(Action.NOTHING);
            default -> StatementReader.fail(reader);
        };
    }

    private Optional<Action> createSchema() {
        reader.expect("SCHEMA");
        boolean ifNotExists = reader.ifNotExists();
        String name = reader.at("AUTHORIZATION") && reader.peek(1).isName()
                ? reader.peek(1).value()
                : reader.name();
        List<Token> rest = reader.rest();
        List<Action> elements = elements(rest);
        return Optional.of(effects -> {
            Catalog catalog = effects.catalog();
            boolean there = !catalog.schemas.add(name);
            if (there && !ifNotExists) {
                throw new Refusal("42P06", "schema \"" + name + "\" already exists");
            }
            List<String> path = catalog.searchPath;
            catalog.searchPath =
                    Stream.concat(Stream.of(name), path.stream()).distinct().toList();
            elements.forEach(each -> each.apply(effects));
            catalog.searchPath = path;
        });
    }

    /** What is made in a schema together with it. */
    private List<Action> elements(List<Token> rest) {
        List<Action> elements = new ArrayList<>();
        TokenReader inside = TokenReader.over(rest);
        inside.until(token -> token.isOneOf("create", "grant"));
        while (!inside.atEnd()) {
            List<Token> element = new ArrayList<>(List.of(inside.take()));
            element.addAll(inside.until(token -> token.isOneOf("create", "grant")));
            StatementReader.read(TokenReader.over(element), major).ifPresent(elements::add);
        }
        return elements;
    }

    /** CREATE of something of which only the name matters. */
    private Action named(String what, Function<Catalog, Set<String>> names) {
        reader.expect(what);
        reader.ifNotExists();
        String name = reader.name();
        reader.rest();
        return effects -> names.apply(effects.catalog()).add(name);
    }

    private Optional<Action> accessMethod() {
        reader.expect("ACCESS", "METHOD");
        String name = reader.name();
        boolean ofTables = reader.rest().stream().anyMatch(token -> token.isWord("TABLE"));
        return Optional.of(ofTables ? effects -> effects.catalog().tableMethods.add(name) : Action.NOTHING);
    }
}
