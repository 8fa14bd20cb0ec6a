package dev.lockstep.agent.engine.postgres.explain.statement;

import static dev.lockstep.agent.engine.postgres.explain.statement.LockMode.ACCESS_EXCLUSIVE;
import static dev.lockstep.agent.engine.postgres.explain.statement.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.lockstep.agent.engine.postgres.explain.catalog.Column.Generation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import dev.lockstep.agent.engine.postgres.explain.statement.TableCommand.Pass;
import dev.lockstep.agent.engine.postgres.explain.statement.TableCommand.Use;
import java.util.List;
import java.util.Optional;

/** Reads what ALTER COLUMN changes. */
final class AlterColumnReader {
    private final TokenReader reader;
    private final int major;

    AlterColumnReader(TokenReader reader, int major) {
        this.reader = reader;
        this.major = major;
    }

    /** After ALTER. */
    TableCommand command() {
        reader.accept("COLUMN");
        if (reader.peek().kind() == Token.Kind.NUMBER) {
            String number = reader.take().text();
            reader.expect("SET", "STATISTICS");
            reader.accept("-");
            reader.take();
            return new TableCommand(
                    Pass.OTHER,
                    SHARE_UPDATE_EXCLUSIVE,
                    Use.TABLES_AND_INDEXES,
                    run -> TableSettings.statisticsOfKey(run, number));
        }
        String name = reader.name();
        if (reader.accept("SET", "DATA", "TYPE") || reader.accept("TYPE")) {
            return type(name);
        }
        if (reader.accept("SET")) {
            return setOfColumn(name);
        }
        if (reader.accept("DROP")) {
            return dropOfColumn(name);
        }
        if (reader.accept("RESET")) {
            reader.inBrackets();
            return ofColumn(SHARE_UPDATE_EXCLUSIVE, name);
        }
        if (reader.accept("OPTIONS")) {
            reader.inBrackets();
            return new TableCommand(
                    Pass.OTHER, ACCESS_EXCLUSIVE, Use.FOREIGN_TABLES, run -> run.column(run.target, name));
        }
        if (reader.accept("RESTART")) {
            reader.accept("WITH");
            reader.until(token -> token.isSign(",") || token.isWord("SET"));
            skipSequenceOptions();
            return TableCommand.exclusive(
                    Pass.CHANGE_COLUMN, run -> ColumnCommands.changeIdentity(run, name, Optional.empty()));
        }
        reader.expect("ADD", "GENERATED");
        Generation generation = generation();
        reader.expect("AS", "IDENTITY");
        if (reader.at("(")) {
            reader.inBrackets();
        }
        return TableCommand.exclusive(Pass.CHANGE_COLUMN, run -> ColumnCommands.addIdentity(run, name, generation));
    }

    private Generation generation() {
        if (reader.accept("ALWAYS")) {
            return Generation.IDENTITY_ALWAYS;
        }
        reader.expect("BY", "DEFAULT");
        return Generation.IDENTITY_BY_DEFAULT;
    }

    private void skipSequenceOptions() {
        while (reader.atOneOf("SET", "RESTART")) {
            reader.take();
            reader.until(token -> token.isSign(",") || token.isOneOf("SET", "RESTART"));
        }
    }

    private TableCommand type(String name) {
        TypeRef type = TypeReader.read(reader);
        String collation = reader.accept("COLLATE") ? reader.qualifiedName().name() : "";
        Optional<Expression> using = Optional.empty();
        if (reader.accept("USING")) {
            using = Optional.of(expression());
        }
        Optional<Expression> found = using;
        return TableCommand.exclusive(
                        Pass.CHANGE_TYPE, run -> new TypeChange(run, name, type, collation, found).apply())
                .checkingFirst(run -> new TypeChange(run, name, type, collation, found).check());
    }

    private Expression expression() {
        List<Token> tokens = reader.until(token -> token.isSign(","));
        return Expression.of(tokens, reader.peek());
    }

    private TableCommand setOfColumn(String name) {
        if (reader.accept("DEFAULT")) {
            Expression value = expression();
            return new TableCommand(
                    Pass.CHANGE_COLUMN,
                    ACCESS_EXCLUSIVE,
                    Use.TABLES_AND_VIEWS,
                    run -> ColumnCommands.setDefault(run, name, Optional.of(value)));
        }
        if (reader.accept("NOT", "NULL")) {
            return TableCommand.exclusive(Pass.CHANGE_COLUMN, run -> ColumnCommands.setNotNull(run, name))
                    .checkingFirst(run -> ColumnCommands.checkNotNull(run, name));
        }
        if (reader.accept("STATISTICS")) {
            if (major < 17 && reader.at("DEFAULT")) {
                throw reader.failure();
            }
            reader.accept("-");
            reader.take();
            return new TableCommand(
                    Pass.OTHER,
                    SHARE_UPDATE_EXCLUSIVE,
                    Use.TABLES_AND_INDEXES,
                    run -> TableSettings.statistics(run, name));
        }
        if (reader.accept("STORAGE")) {
            String storage = reader.label();
            return TableCommand.exclusive(Pass.OTHER, run -> TableSettings.storage(run, name, storage));
        }
        if (major >= 14 && reader.accept("COMPRESSION")) {
            String method = reader.label();
            return TableCommand.exclusive(Pass.OTHER, run -> TableSettings.compression(run, name, method));
        }
        if (major >= 17 && reader.accept("EXPRESSION")) {
            reader.expect("AS");
            Expression value = Expression.of(reader.inBrackets(), reader.peek());
            return TableCommand.exclusive(Pass.COMPUTE, run -> ColumnCommands.setExpression(run, name, value));
        }
        if (reader.at("(")) {
            reader.inBrackets();
            return ofColumn(SHARE_UPDATE_EXCLUSIVE, name);
        }
        if (reader.accept("GENERATED")) {
            Generation generation = generation();
            skipSequenceOptions();
            return TableCommand.exclusive(
                    Pass.CHANGE_COLUMN, run -> ColumnCommands.changeIdentity(run, name, Optional.of(generation)));
        }
        if (!reader.atOneOf("INCREMENT", "START", "MINVALUE", "MAXVALUE", "NO", "CACHE", "CYCLE", "SEQUENCE")) {
            throw reader.failure();
        }
        reader.until(token -> token.isSign(","));
        return TableCommand.exclusive(
                Pass.CHANGE_COLUMN, run -> ColumnCommands.changeIdentity(run, name, Optional.empty()));
    }

    private static TableCommand ofColumn(LockMode mode, String name) {
        return new TableCommand(Pass.OTHER, mode, Use.TABLES, run -> run.column(run.target, name));
    }

    private TableCommand dropOfColumn(String name) {
        if (reader.accept("DEFAULT")) {
            return new TableCommand(
                    Pass.DROP,
                    ACCESS_EXCLUSIVE,
                    Use.TABLES_AND_VIEWS,
                    run -> ColumnCommands.setDefault(run, name, Optional.empty()));
        }
        if (reader.accept("NOT", "NULL")) {
            return TableCommand.exclusive(Pass.DROP, run -> ColumnCommands.dropNotNull(run, name));
        }
        if (reader.accept("IDENTITY")) {
            boolean ifExists = reader.ifExists();
            return TableCommand.exclusive(Pass.DROP, run -> ColumnCommands.dropIdentity(run, name, ifExists));
        }
        if (major < 13) {
            throw reader.failure();
        }
        reader.expect("EXPRESSION");
        boolean ifExists = reader.ifExists();
        return TableCommand.exclusive(Pass.DROP, run -> ColumnCommands.dropExpression(run, name, ifExists));
    }
}
