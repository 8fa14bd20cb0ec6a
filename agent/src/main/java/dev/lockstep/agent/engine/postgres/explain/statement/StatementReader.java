package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.Kind;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Script.Statement;
import dev.lockstep.agent.engine.postgres.explain.parse.SyntaxFailure;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a statement of a server's version, whatever it is. */
public final class StatementReader {
    private final TokenReader reader;
    private final int major;

    private StatementReader(TokenReader reader, int major) {
        this.reader = reader;
        this.major = major;
    }

    /**
     * What a statement does.
     *
     * @return empty for a statement that the server may know and this does not
     * @throws SyntaxFailure when the server would not understand it
     */
    public static Optional<Action> read(Statement statement, int major) {
        return new StatementReader(new TokenReader(statement.tokens()), major).read();
    }

    /** What a statement inside of another does. */
    static Optional<Action> read(TokenReader reader, int major) {
        return new StatementReader(reader, major).read();
    }

    private Optional<Action> read() {
        Token first = reader.peek();
        if (first.isSign("(")) {
            return Optional.of(new RowStatements(reader).query());
        }
        return switch (first.value()) {
            case "alter" -> alter();
            case "create" -> new CreateReader(reader, major).read();
            case "drop" -> drop();
            case "reindex" -> Optional.of(new IndexStatements(reader, major).reindex());
            case "refresh" -> refresh();
            case "comment" -> Optional.of(new CommentStatements(reader).comment());
            case "grant", "revoke" -> Optional.of(new CommentStatements(reader).grant());
            case "cluster" -> Optional.of(new MaintenanceStatements(reader).cluster());
            case "vacuum", "analyze", "analyse" -> Optional.of(new MaintenanceStatements(reader).vacuum());
            case "lock" -> Optional.of(new MaintenanceStatements(reader).lock());
            case "truncate" -> Optional.of(new MaintenanceStatements(reader).truncate());
            case "select", "values", "with", "table" -> Optional.of(new RowStatements(reader).query());
            case "merge" -> major >= 15 ? Optional.of(new RowStatements(reader).write()) : fail();
            case "insert", "update", "delete" -> Optional.of(new RowStatements(reader).write());
            case "set", "reset" -> Optional.of(set());
            case "begin",
                    "start",
                    "commit",
                    "end",
                    "rollback",
                    "abort",
                    "savepoint",
                    "release",
                    "show",
                    "checkpoint",
                    "notify",
                    "listen",
                    "unlisten",
                    "deallocate",
                    "security" -> Optional.of(Action.NOTHING);
            case "discard" -> Optional.of(discard());
            case "copy" -> Optional.of(new CopyStatement(reader).read());
            case "declare" -> Optional.of(new RowStatements(reader).cursor());
            case "explain" -> explain();
            case "do", "call", "prepare", "execute", "import", "reassign", "load", "fetch", "move", "close" ->
                Optional.empty();
            default -> fail();
        };
    }

    private Optional<Action> fail() {
        return fail(reader);
    }

    static Optional<Action> fail(TokenReader reader) {
        throw reader.failure();
    }

    /** DISCARD ALL and others. */
    private Action discard() {
        reader.expect("DISCARD");
        boolean all = reader.accept("ALL");
        reader.rest();
        return all ? outside("DISCARD ALL", Action.NOTHING) : Action.NOTHING;
    }

    /** A statement that the server takes outside of a transaction block only. */
    static Action outside(String statement, Action action) {
        return effects -> {
            if (effects.inTransaction()) {
                throw new Refusal("25001", statement + " cannot run inside a transaction block");
            }
            action.apply(effects);
        };
    }

    /** Whatever it explains is planned, and locked for that; a statement that makes something is not explained here. */
    private Optional<Action> explain() {
        reader.expect("EXPLAIN");
        if (reader.at("(") && !reader.peek(1).isOneOf("select", "values", "table", "with")) {
            reader.inBrackets();
        }
        while (reader.atOneOf("ANALYZE", "ANALYSE", "VERBOSE")) {
            reader.take();
        }
        boolean rows = reader.at("(")
                || reader.atOneOf("select", "values", "table", "with", "insert", "update", "delete", "merge");
        return rows ? read() : Optional.empty();
    }

    private Optional<Action> refresh() {
        reader.expect("REFRESH");
        return Optional.of(new ViewStatements(reader).refresh());
    }

    private Action set() {
        boolean sets = reader.take().isWord("SET");
        reader.accept("LOCAL");
        reader.accept("SESSION");
        String name = reader.atEnd() ? "" : reader.label();
        List<Token> rest = reader.rest();
        if (sets && name.equals("search_path")) {
            List<String> path = new ArrayList<>(rest.stream()
                    .filter(token -> token.isName() || token.kind() == Token.Kind.STRING)
                    .map(Token::value)
                    .toList());
            path.removeIf(
                    each -> each.equals("to") || each.equals("$user") || each.isEmpty() || Catalog.isOfServer(each));
            return effects -> effects.catalog().searchPath = List.copyOf(path);
        }
        if (sets && (name.equals("timezone") || name.equals("time"))) {
            String zone =
                    rest.isEmpty() ? "" : rest.get(rest.size() - 1).value().toLowerCase(java.util.Locale.ROOT);
            return effects -> effects.catalog().utc =
                    List.of("utc", "etc/utc", "gmt", "zulu", "0", "default").contains(zone);
        }
        return Action.NOTHING;
    }

    private Optional<Action> alter() {
        reader.expect("ALTER");
        AlterStatements statements = new AlterStatements(reader, major);
        Token what = reader.peek();
        return switch (what.value()) {
            case "table" -> Optional.of(statements.table(Kind.TABLE));
            case "foreign" -> {
                boolean table = reader.accept("FOREIGN", "TABLE");
                yield table ? Optional.of(statements.table(Kind.FOREIGN_TABLE)) : Optional.empty();
            }
            case "index" -> Optional.of(statements.index());
            case "view" -> {
                reader.take();
                yield Optional.of(statements.view(Kind.VIEW));
            }
            case "materialized" -> {
                reader.expect("MATERIALIZED", "VIEW");
                yield Optional.of(statements.view(Kind.MATERIALIZED_VIEW));
            }
            case "sequence" -> Optional.of(statements.sequence());
            case "type" -> Optional.of(new TypeStatements(reader).alterType());
            case "domain" -> Optional.of(new DomainStatements(reader, major).alter());
            case "trigger", "rule", "policy" -> Optional.of(new TriggerStatements(reader).alter());
            case "event" -> Optional.of(new EventTriggers(reader).alter());
            case "statistics" -> Optional.of(new CommentStatements(reader).alterStatistics(major));
            case "publication" -> Optional.of(new PublicationStatements(reader, major).alter());
            case "system" -> Optional.of(outside("ALTER SYSTEM", Action.NOTHING));
            case "schema" -> schema();
            case "function",
                    "procedure",
                    "routine",
                    "aggregate",
                    "operator",
                    "collation",
                    "conversion",
                    "database",
                    "default",
                    "extension",
                    "group",
                    "language",
                    "large",
                    "role",
                    "server",
                    "subscription",
                    "tablespace",
                    "text",
                    "user" -> Optional.of(Action.NOTHING);
            default -> fail();
        };
    }

    private Optional<Action> schema() {
        reader.expect("SCHEMA");
        String name = reader.name();
        boolean renames = reader.accept("RENAME", "TO");
        String now = renames ? reader.name() : "";
        reader.rest();
        return Optional.of(effects -> {
            Catalog catalog = effects.catalog();
            if (!catalog.schemas.contains(name)) {
                throw new Refusal("3F000", "schema \"" + name + "\" does not exist");
            }
            if (renames) {
                if (catalog.schemas.contains(now)) {
                    throw new Refusal("42P06", "schema \"" + now + "\" already exists");
                }
                catalog.schemas.remove(name);
                catalog.schemas.add(now);
                catalog.relations().stream()
                        .filter(each -> each.schema.equals(name))
                        .forEach(each -> each.schema = now);
                List.copyOf(catalog.types.values()).stream()
                        .filter(each -> each.schema().equals(name))
                        .forEach(each -> {
                            catalog.types.remove(new QualifiedName(name, each.name()));
                            catalog.types.put(new QualifiedName(now, each.name()), each.renamed(now, each.name()));
                        });
            }
        });
    }

    private Optional<Action> drop() {
        reader.expect("DROP");
        DropStatements drops = new DropStatements(reader);
        Token what = reader.peek();
        if (what.isOneOf("trigger", "rule", "policy")) {
            return Optional.of(new TriggerStatements(reader).drop());
        }
        if (what.isOneOf("function", "procedure", "routine", "aggregate")) {
            return Optional.of(new FunctionStatements(reader).drop());
        }
        reader.take();
        return switch (what.value()) {
            case "table" -> Optional.of(drops.relations(Kind.TABLE));
            case "view" -> Optional.of(drops.relations(Kind.VIEW));
            case "sequence" -> Optional.of(drops.relations(Kind.SEQUENCE));
            case "index" -> Optional.of(new IndexStatements(reader, major).drop());
            case "materialized" -> {
                reader.expect("VIEW");
                yield Optional.of(drops.relations(Kind.MATERIALIZED_VIEW));
            }
            case "foreign" -> {
                boolean table = reader.accept("TABLE");
                yield table ? Optional.of(drops.relations(Kind.FOREIGN_TABLE)) : Optional.of(Action.NOTHING);
            }
            case "type", "domain" -> Optional.of(drops.types());
            case "schema" -> Optional.of(drops.schema());
            case "statistics" -> Optional.of(drops.statistics());
            case "owned" -> Optional.empty();
            case "database" -> Optional.of(outside("DROP DATABASE", Action.NOTHING));
            case "tablespace" -> Optional.of(outside("DROP TABLESPACE", Action.NOTHING));
            case "publication" -> {
                boolean ifExists = reader.ifExists();
                String name = reader.name();
                reader.rest();
                yield Optional.of(effects -> {
                    if (effects.catalog().publications.remove(name) == null && !ifExists) {
                        throw new Refusal("42704", "publication \"" + name + "\" does not exist");
                    }
                });
            }
            case "extension" -> Optional.empty();
            case "collation" -> Optional.of(drops.collations());
            case "server" -> Optional.of(drops.server());
            case "event" -> Optional.of(new EventTriggers(reader).drop());
            case "operator",
                    "conversion",
                    "cast",
                    "group",
                    "language",
                    "role",
                    "subscription",
                    "text",
                    "transform",
                    "user",
                    "access" -> Optional.of(Action.NOTHING);
            default -> fail();
        };
    }
}
