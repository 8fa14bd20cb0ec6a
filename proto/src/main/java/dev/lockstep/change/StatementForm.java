package dev.lockstep.change;

import dev.lockstep.change.sql.RawStatements;
import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.change.sql.SqlText;
import dev.lockstep.change.sql.SqlToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One statement of SQL.
 *
 * @param key the key that it stands under: run, undo or done_when
 */
record StatementForm(String key, SqlDialect dialect) implements Form<String> {
    private static final TextForm TEXT =
            new TextForm("an SQL statement", text -> Optional.empty(), Map.of("type", "string"));

    @Override
    public Optional<String> read(Node node, ProblemLog problems) {
        Optional<String> written = TEXT.read(node, problems).map(StatementForm::bare);
        written.ifPresent(text -> check(text, node, problems));
        return written;
    }

    /** Without the space around it and the semicolon behind it, which mean nothing. */
    private static String bare(String written) {
        String text = written.strip();
        while (text.endsWith(";")) {
            text = text.substring(0, text.length() - 1).stripTrailing();
        }
        return text;
    }

    private void check(String text, Node node, ProblemLog problems) {
        SqlText sql = SqlText.of(text, dialect);
        if (sql.flaw().isPresent()) {
            problems.add(node, "expected an SQL statement, found " + sql.flaw().get());
            return;
        }
        List<List<SqlToken>> statements = sql.statements();
        if (statements.size() != 1) {
            String found = statements.isEmpty() ? "none" : String.valueOf(statements.size());
            problems.add(
                    node,
                    "expected exactly one statement in `" + key + "`, found " + found
                            + "; give each statement a raw step of its own");
        }
        for (List<SqlToken> statement : statements) {
            objection(statement).ifPresent(message -> problems.add(node, message));
        }
    }

    private Optional<String> objection(List<SqlToken> statement) {
        Optional<String> control = RawStatements.transactionControl(statement);
        if (control.isPresent()) {
            return Optional.of("expected no transaction control in `" + key + "`, found " + control.get()
                    + "; Lockstep commits the step together with its ledger, so take it out");
        }
        if (statement.get(0).isWord("DELIMITER")) {
            return Optional.of("expected SQL in `" + key + "`, found DELIMITER, which only the mysql client knows; a"
                    + " routine's body needs none here");
        }
        if (RawStatements.touchesLedger(statement)) {
            return Optional.of("expected a statement about your own schema in `" + key
                    + "`, found the name lockstep, which is the ledger's; take it out");
        }
        if (key.equals("done_when") && !RawStatements.isQuery(statement)) {
            return Optional.of("expected a query such as SELECT EXISTS (…) in `done_when`, found "
                    + statement.get(0).word());
        }
        return Optional.empty();
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "string", "minLength", 1);
    }
}
