package dev.lockstep.change.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What raw steps may and may not do. */
public final class RawStatements {
    private static final String OWN_SCHEMA = "lockstep";

    private RawStatements() {}

    /**
     * Whether a statement can share one transaction with the ledger's rows, so that after a crash both are there or neither. Never on MySQL and
     * MariaDB, where DDL commits by itself.
     */
    public static boolean canShareTransaction(String sql, SqlDialect dialect) {
        return dialect == SqlDialect.POSTGRES
                && SqlText.of(sql, dialect).statements().stream().noneMatch(RawStatements::runsOnlyAlone);
    }

    /** The transaction control that a statement is, as it is spelled, such as "COMMIT"; empty when it is none. */
    public static Optional<String> transactionControl(List<SqlToken> statement) {
        if (statement.isEmpty()) {
            return Optional.empty();
        }
        SqlToken first = statement.get(0);
        if (first.isWord("BEGIN", "COMMIT", "ROLLBACK", "ABORT", "END", "SAVEPOINT", "RELEASE", "XA")) {
            return Optional.of(first.word());
        }
        if (startsWith(statement, "START", "TRANSACTION")
                || startsWith(statement, "PREPARE", "TRANSACTION")
                || startsWith(statement, "LOCK", "TABLES")
                || startsWith(statement, "UNLOCK", "TABLES")) {
            return Optional.of(first.word() + " " + statement.get(1).word());
        }
        if (first.isWord("SET")) {
            return statement.stream()
                    .map(SqlToken::name)
                    .filter(name -> name.equals("autocommit") || name.equals("transaction"))
                    .findFirst()
                    .map(name -> "SET " + name.toUpperCase(Locale.ROOT));
        }
        return Optional.empty();
    }

    /** Whether a statement names the schema in which Lockstep keeps its ledger. */
    public static boolean touchesLedger(List<SqlToken> statement) {
        return statement.stream().anyMatch(token -> token.name().equals(OWN_SCHEMA));
    }

    /** Whether a statement answers with rows. */
    public static boolean isQuery(List<SqlToken> statement) {
        return statement.get(0).isWord("SELECT", "WITH", "VALUES", "TABLE")
                || statement.get(0).isSign("(");
    }

    /** Statements that PostgreSQL refuses inside a transaction block. */
    private static boolean runsOnlyAlone(List<SqlToken> statement) {
        SqlToken first = statement.get(0);
        boolean concurrently = statement.stream().anyMatch(token -> token.isWord("CONCURRENTLY"));
        if (first.isWord("VACUUM") || startsWith(statement, "ALTER", "SYSTEM")) {
            return true;
        }
        if (first.isWord("REINDEX")) {
            return concurrently || statement.stream().anyMatch(token -> token.isWord("DATABASE", "SYSTEM", "SCHEMA"));
        }
        if (first.isWord("CREATE", "DROP") && statement.size() > 1) {
            return concurrently || statement.get(1).isWord("DATABASE", "TABLESPACE", "SUBSCRIPTION");
        }
        if (startsWith(statement, "ALTER", "DATABASE")) {
            return statement.stream().anyMatch(token -> token.isWord("TABLESPACE"));
        }
        // A refresh of a materialized view may be concurrent inside a transaction; detaching a partition may not.
        boolean detaches = statement.stream().anyMatch(token -> token.isWord("DETACH"));
        return startsWith(statement, "ALTER", "SUBSCRIPTION") || (first.isWord("ALTER") && detaches && concurrently);
    }

    private static boolean startsWith(List<SqlToken> statement, String first, String second) {
        return statement.size() > 1
                && statement.get(0).isWord(first)
                && statement.get(1).isWord(second);
    }
}
