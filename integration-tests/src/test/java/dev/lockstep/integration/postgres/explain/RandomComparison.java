package dev.lockstep.integration.postgres.explain;

import dev.lockstep.agent.engine.postgres.explain.Explainer;
import dev.lockstep.agent.engine.postgres.explain.Explanation;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.postgres.explain.random.RandomSchema;
import dev.lockstep.integration.postgres.explain.random.RandomStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Statements that nobody wrote, about schemas that nobody wrote: what is said of them, and what a server does. */
final class RandomComparison {
    private final DatabaseServer server;
    private final List<Mismatch> mismatches = new ArrayList<>();
    private int statements;
    private int refused;
    private int notKnown;

    RandomComparison(DatabaseServer server) {
        this.server = server;
    }

    /** One schema and so many statements about it. */
    void run(long seed, int count) throws SQLException {
        String database = "explain_random_" + ProcessHandle.current().pid();
        server.createDatabase(database);
        String url = server.jdbcUrl(database);
        String joined = url + (url.contains("?") ? "&" : "?") + "preferQueryMode=simple";
        try (Connection connection = DriverManager.getConnection(joined, server.user(), server.password())) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET search_path = public; SET statement_timeout = '20s'");
            }
            compare(connection, seed, count);
        } finally {
            server.dropDatabase(database);
        }
    }

    private void compare(Connection connection, long seed, int count) throws SQLException {
        RandomSchema schema = RandomSchema.make(connection, seed);
        Explainer explainer = new Explainer(connection.getMetaData().getDatabaseMajorVersion());
        for (String warning : explainer.load(schema.sql())) {
            mismatches.add(new Mismatch("2 schema not read", seed, warning, warning, ""));
        }
        if (Boolean.getBoolean("lockstep.explain.schema")) {
            System.out.println(schema.sql());
        }
        LiveServer live = new LiveServer(connection);
        for (int each = 0; each < count; each++) {
            RandomStatement statement = schema.next();
            statements++;
            Observed seen = live.observe(statement.sql());
            if (!seen.sqlState().isEmpty()) {
                refused++;
            }
            Explanation said;
            try {
                said = Comparison.said(explainer.copy(), statement.sql());
            } catch (RuntimeException | StackOverflowError broken) {
                mismatches.add(new Mismatch(
                        "0 broken | " + statement.path(),
                        seed,
                        statement.sql(),
                        broken + " " + List.of(broken.getStackTrace()).subList(0, 6),
                        ""));
                continue;
            }
            if (!Comparison.text(said).equals(Comparison.text(seen, statement.sql()))) {
                if (Unknowable.is(statement.sql(), said, seen, schema.isFilled())) {
                    notKnown++;
                } else {
                    mismatches.add(Mismatch.of(seed, statement, said, seen));
                }
            }
        }
    }

    List<Mismatch> mismatches() {
        return mismatches;
    }

    int statements() {
        return statements;
    }

    String summary() {
        return statements + " statements, " + refused + " of them refused, " + mismatches.size() + " wrong, " + notKnown
                + " about what a schema does not tell";
    }
}
