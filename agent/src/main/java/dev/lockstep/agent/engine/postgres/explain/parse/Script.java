package dev.lockstep.agent.engine.postgres.explain.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A text with statements parted by semicolons. */
public final class Script {

    /** What psql understands and the server never sees; pg_dump writes some. */
    private static final Pattern META_COMMAND = Pattern.compile("(?m)^\\\\.*$");

    private static final Pattern COPIED_ROWS =
            Pattern.compile("(?ms)(^COPY [^;]*? FROM stdin[^;]*;)\\r?\\n.*?^\\\\\\.\\r?$");

    /**
     * A statement.
     *
     * @param sql as it is written, without the semicolon
     * @param line of its beginning, from 1
     * @param tokens the last one is the end; their places count from the statement's beginning
     */
    public record Statement(String sql, int line, List<Token> tokens) {
        public Statement {
            tokens = List.copyOf(tokens);
        }
    }

    private Script() {}

    /** The statements of what somebody asks about. */
    public static List<Statement> statements(String text) {
        return part(text);
    }

    /** The statements of a file, such as pg_dump writes it, without rows and psql's own commands. */
    public static List<Statement> statementsOfFile(String text) {
        String withoutRows = COPIED_ROWS.matcher(text).replaceAll(match -> blank(match.group()));
        return part(META_COMMAND.matcher(withoutRows).replaceAll(""));
    }

    /** The same number of lines, so that places stay right. */
    private static String blank(String text) {
        return "\n".repeat((int) text.chars().filter(c -> c == '\n').count());
    }

    private static List<Statement> part(String text) {
        List<Statement> statements = new ArrayList<>();
        List<Token> current = new ArrayList<>();
        int depth = 0;
        int bodies = 0;
        int line = 1;
        int counted = 0;
        for (Token token : new Lexer(text).scan()) {
            if (token.isSign("(")) {
                depth++;
            } else if (token.isSign(")")) {
                depth--;
            }
            bodies += bodyChange(current, token, bodies);
            if (token.isEnd() || (token.isSign(";") && depth <= 0 && bodies == 0)) {
                addUnlessEmpty(statements, text, current, token, line);
                current = new ArrayList<>();
                depth = 0;
            } else {
                if (current.isEmpty()) {
                    line += newLines(text, counted, token.at());
                    counted = token.at();
                }
                current.add(token);
            }
        }
        return statements;
    }

    /** The body of a function is BEGIN ATOMIC … END, with CASE … END inside. */
    private static int bodyChange(List<Token> before, Token token, int bodies) {
        boolean afterBegin = !before.isEmpty() && before.get(before.size() - 1).isWord("BEGIN");
        if (token.isWord("ATOMIC") && afterBegin) {
            return 1;
        }
        if (bodies > 0 && token.isWord("CASE")) {
            return 1;
        }
        return bodies > 0 && token.isWord("END") ? -1 : 0;
    }

    private static int newLines(String text, int from, int until) {
        return (int) text.substring(from, until).chars().filter(c -> c == '\n').count();
    }

    private static void addUnlessEmpty(
            List<Statement> statements, String text, List<Token> tokens, Token end, int line) {
        if (tokens.isEmpty()) {
            return;
        }
        int from = tokens.get(0).at();
        int until = tokens.get(tokens.size() - 1).end();
        List<Token> moved = new ArrayList<>();
        tokens.forEach(each -> moved.add(new Token(each.kind(), each.text(), each.value(), each.at() - from)));
        moved.add(new Token(Token.Kind.END, "", "", end.at() - from));
        statements.add(new Statement(text.substring(from, until), line, moved));
    }
}
