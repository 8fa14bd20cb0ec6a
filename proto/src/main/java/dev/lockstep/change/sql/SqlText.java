package dev.lockstep.change.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A text of SQL as tokens. Immutable. */
public final class SqlText {
    private final SqlDialect dialect;
    private final List<SqlToken> tokens;
    private final Optional<String> flaw;

    private SqlText(SqlDialect dialect, List<SqlToken> tokens, Optional<String> flaw) {
        this.dialect = dialect;
        this.tokens = tokens;
        this.flaw = flaw;
    }

    /** Cuts a text into tokens by the rules of a dialect. */
    public static SqlText of(String sql, SqlDialect dialect) {
        SqlScanner scanner = new SqlScanner(sql, dialect);
        List<SqlToken> tokens = List.copyOf(scanner.scan());
        return new SqlText(dialect, tokens, scanner.flaw());
    }

    /** What is never closed, such as "a quote ' that is never closed"; empty when all is. */
    public Optional<String> flaw() {
        return flaw;
    }

    /** Everything but space and comments. */
    public List<SqlToken> tokens() {
        return tokens;
    }

    public SqlDialect dialect() {
        return dialect;
    }

    /** The first bracket that has no partner; empty when all have one. */
    public Optional<String> loneBracket() {
        List<String> open = new ArrayList<>();
        for (SqlToken token : tokens) {
            if (token.isSign("(") || token.isSign("[")) {
                open.add(token.text());
            } else if (token.isSign(")") || token.isSign("]")) {
                String partner = token.text().equals(")") ? "(" : "[";
                if (open.isEmpty() || !open.remove(open.size() - 1).equals(partner)) {
                    return Optional.of(token.text());
                }
            }
        }
        return open.stream().findFirst();
    }

    /** The statements, without their semicolons; those inside a body (BEGIN … END) do not part it. */
    public List<List<SqlToken>> statements() {
        List<List<SqlToken>> statements = new ArrayList<>();
        List<SqlToken> statement = new ArrayList<>();
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            depth += depthChange(statement, depth, i);
            if (token.isSign(";") && depth == 0) {
                addUnlessEmpty(statements, statement);
                statement = new ArrayList<>();
            } else {
                statement.add(token);
            }
        }
        addUnlessEmpty(statements, statement);
        return List.copyOf(statements);
    }

    private static void addUnlessEmpty(List<List<SqlToken>> statements, List<SqlToken> statement) {
        if (!statement.isEmpty()) {
            statements.add(List.copyOf(statement));
        }
    }

    /** How a token changes the depth of bodies: a routine's or trigger's BEGIN … END, with CASE … END inside. */
    private int depthChange(List<SqlToken> before, int depth, int index) {
        SqlToken token = tokens.get(index);
        if (token.isWord("BEGIN")) {
            return depth > 0 || opensBody(before, index) ? 1 : 0;
        }
        if (depth == 0) {
            return 0;
        }
        boolean afterEnd = index > 0 && tokens.get(index - 1).isWord("END");
        if (token.isWord("CASE") && !afterEnd) {
            return 1;
        }
        // END IF, END LOOP and so on close what was not counted.
        boolean closesOther =
                index + 1 < tokens.size() && tokens.get(index + 1).isWord("IF", "LOOP", "REPEAT", "WHILE", "FOR");
        return token.isWord("END") && !closesOther ? -1 : 0;
    }

    private boolean opensBody(List<SqlToken> before, int index) {
        if (before.isEmpty() || !before.get(0).isWord("CREATE", "ALTER")) {
            return false;
        }
        if (dialect == SqlDialect.POSTGRES) {
            return index + 1 < tokens.size() && tokens.get(index + 1).isWord("ATOMIC");
        }
        return before.stream().anyMatch(token -> token.isWord("TRIGGER", "PROCEDURE", "FUNCTION", "EVENT"));
    }
}
