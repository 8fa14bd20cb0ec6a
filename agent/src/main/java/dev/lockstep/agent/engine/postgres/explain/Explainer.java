package dev.lockstep.agent.engine.postgres.explain;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.parse.Script;
import dev.lockstep.agent.engine.postgres.explain.parse.Script.Statement;
import dev.lockstep.agent.engine.postgres.explain.parse.SyntaxFailure;
import dev.lockstep.agent.engine.postgres.explain.safer.SaferChange;
import dev.lockstep.agent.engine.postgres.explain.statement.Action;
import dev.lockstep.agent.engine.postgres.explain.statement.Effects;
import dev.lockstep.agent.engine.postgres.explain.statement.LockMode;
import dev.lockstep.agent.engine.postgres.explain.statement.StatementReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows statements over a schema that is only a file. Used by one thread. */
public final class Explainer {

    /** The versions that are known. */
    public static final int OLDEST_MAJOR = 12;

    public static final int NEWEST_MAJOR = 18;

    /** What pg_dump writes first of all. */
    private static final String MARK_OF_DUMPS = "pg_catalog.set_config('search_path'";

    private final int major;
    private Catalog catalog;
    private Optional<Catalog> beforeTransaction = Optional.empty();
    private boolean failedTransaction;

    /** @param major such as 16 */
    public Explainer(int major) {
        if (major < OLDEST_MAJOR || major > NEWEST_MAJOR) {
            throw new IllegalArgumentException(
                    "expected a version from " + OLDEST_MAJOR + " to " + NEWEST_MAJOR + ", found " + major);
        }
        this.major = major;
        this.catalog = Catalog.empty(major);
    }

    private Explainer(int major, Catalog catalog) {
        this.major = major;
        this.catalog = catalog;
    }

    /** Another one over the same schema, whose statements this one does not see. */
    public Explainer copy() {
        return new Explainer(major, catalog.copy());
    }

    /**
     * Takes a schema, such as pg_dump --schema-only writes it.
     *
     * @return what of it was not understood, with the line
     */
    public List<String> load(String schema) {
        List<String> warnings = new ArrayList<>();
        List<Statement> statements;
        try {
            statements = Script.statementsOfFile(schema);
        } catch (SyntaxFailure unreadable) {
            long line = 1
                    + schema.substring(0, Math.min(unreadable.at(), schema.length()))
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            return List.of("line " + line + ": " + unreadable.text() + ", so nothing of the schema is known");
        }
        Catalog safe = catalog.copy();
        List<Action> since = new ArrayList<>();
        for (Statement statement : statements) {
            try {
                Optional<Action> action = StatementReader.read(statement, major);
                if (action.isEmpty()) {
                    warnings.add(warning(statement, "statements like this are not followed"));
                    continue;
                }
                action.get().apply(Effects.ofSchema(catalog));
                since.add(action.get());
            } catch (SyntaxFailure unknown) {
                warnings.add(warning(statement, unknown.text()));
            } catch (Refusal refused) {
                warnings.add(warning(statement, refused.text()));
                // it may have done half of its work: back to what was there before it
                since.forEach(each -> each.apply(Effects.ofSchema(safe)));
                since.clear();
                catalog = safe.copy();
            }
        }
        if (schema.contains(MARK_OF_DUMPS)) {
            // a dump makes materialized views without rows, whatever they hold where it was taken
            catalog.relations().stream()
                    .filter(each -> each.kind == Relation.Kind.MATERIALIZED_VIEW)
                    .forEach(each -> each.valid = true);
        }
        catalog.searchPath = List.of("public");
        return warnings;
    }

    private static String warning(Statement statement, String why) {
        String words = statement.sql().replaceAll("\\s+", " ");
        String begin = words.length() > 60 ? words.substring(0, 60) + "…" : words;
        return "line " + statement.line() + ": " + begin + ": " + why;
    }

    /** Each statement of a text over the schema that those before it have left. */
    public List<Explanation> explain(String sql) {
        List<Statement> statements;
        try {
            statements = Script.statements(sql);
        } catch (SyntaxFailure unreadable) {
            return List.of(failed(sql.strip(), unreadable, sql));
        }
        return statements.stream().map(this::explain).toList();
    }

    private Explanation explain(Statement statement) {
        Optional<Explanation> ofTransaction = transactionControl(statement);
        if (ofTransaction.isPresent()) {
            return ofTransaction.get();
        }
        Catalog next = catalog.copy();
        Effects effects = new Effects(next, beforeTransaction.isPresent());
        try {
            Optional<Action> action = StatementReader.read(statement, major);
            if (action.isEmpty()) {
                return unknown(statement);
            }
            action.get().apply(effects);
        } catch (SyntaxFailure wrong) {
            failedTransaction = beforeTransaction.isPresent();
            return failed(statement.sql(), wrong, statement.sql());
        } catch (Refusal refused) {
            failedTransaction = beforeTransaction.isPresent();
            return refused(statement.sql(), refused.text(), refused.sqlState());
        }
        Explanation explanation = explanation(statement, effects, next);
        catalog = next;
        return explanation;
    }

    private Explanation explanation(Statement statement, Effects effects, Catalog after) {
        List<Explanation.Lock> locks = new ArrayList<>();
        effects.locks().forEach((relation, mode) -> locks.add(new Explanation.Lock(relation, mode.ofServer())));
        return new Explanation(
                statement.sql(),
                locks,
                List.copyOf(effects.rewrites()),
                List.copyOf(effects.scans()),
                List.copyOf(effects.indexBuilds()),
                safer(statement, effects, after),
                null);
    }

    /** The safer form of a statement that makes writers or readers wait. */
    private @Nullable String safer(Statement statement, Effects effects, Catalog after) {
        boolean stopsOthers = effects.locks().values().stream().anyMatch(mode -> mode.compareTo(LockMode.SHARE) >= 0);
        return stopsOthers ? SaferChange.of(catalog, after, statement).orElse(null) : null;
    }

    private Optional<Explanation> transactionControl(Statement statement) {
        String first = statement.tokens().get(0).value();
        boolean begins = first.equals("begin") || first.equals("start");
        boolean ends = List.of("commit", "end", "rollback", "abort").contains(first)
                && !statement.tokens().get(1).isWord("TO");
        if (begins && beforeTransaction.isEmpty()) {
            beforeTransaction = Optional.of(catalog.copy());
        } else if (ends && beforeTransaction.isPresent()) {
            boolean undone = failedTransaction || first.equals("rollback") || first.equals("abort");
            catalog = undone ? beforeTransaction.get() : catalog;
            beforeTransaction = Optional.empty();
            failedTransaction = false;
        } else if (failedTransaction) {
            return Optional.of(refused(
                    statement.sql(),
                    "current transaction is aborted, commands ignored until end of transaction block",
                    "25P02"));
        }
        return begins || ends ? Optional.of(nothing(statement.sql(), null)) : Optional.empty();
    }

    private static Explanation nothing(String sql, @Nullable String error) {
        return new Explanation(sql, List.of(), List.of(), List.of(), List.of(), null, error);
    }

    private static Explanation refused(String sql, String message, String sqlState) {
        return nothing(sql, message + " (SQLSTATE " + sqlState + ")");
    }

    private static Explanation failed(String sql, SyntaxFailure failure, String text) {
        String before = text.substring(0, Math.min(failure.at(), text.length()));
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        int column = before.length() - before.lastIndexOf('\n');
        return refused(sql, failure.text() + " at line " + line + ", column " + column, "42601");
    }

    private static Explanation unknown(Statement statement) {
        String first = statement.tokens().get(0).text().toUpperCase(Locale.ROOT);
        String second = statement.tokens().get(1).text().toUpperCase(Locale.ROOT);
        String but = switch (first) {
            case "DROP", "REASSIGN" ->
                second.equals("EXTENSION")
                        ? "what " + first
                                + " EXTENSION takes with it was brought by the extension, which a schema file does not tell, so nothing can be said; name what depends on it in statements of its own"
                        : "which objects " + first
                                + " OWNED is about depends on who owns them, which is not followed, so nothing can be said; name the objects";
            case "EXECUTE", "FETCH", "MOVE", "CLOSE" ->
                first
                        + " goes by what the session has prepared or opened, which is not followed, so nothing can be said; give the statement that was prepared";
            case "IMPORT" ->
                "IMPORT makes what another server has, so nothing can be said; give the CREATE FOREIGN TABLE statements";
            default -> first + " runs code of its own, so nothing can be said; give the statements that it runs";
        };
        return nothing(statement.sql(), "expected a statement whose locks are known beforehand, but " + but);
    }
}
