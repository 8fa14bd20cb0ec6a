package dev.lockstep.integration.postgres.random;

import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.integration.postgres.random.Trial.Outcome;
import dev.lockstep.integration.servers.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** Tries cases: {@code FIRST COUNT [SERVER]}; a count of 1 shows the case, and makes it small. With {@code -Dlockstep.random.with=attach_partition} only cases that have this. */
public final class RandomChangesCommand {
    private RandomChangesCommand() {}

    public static void main(String[] arguments) throws SQLException {
        Configurator.setRootLevel(Level.ERROR);
        long first = Long.parseLong(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        DatabaseServer server = arguments.length < 3 || arguments[2].isEmpty()
                ? TestServers.postgres()
                : TestServers.postgres(arguments[2]);
        try (Connection owner =
                        DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), server.password());
                Statement statement = owner.createStatement()) {
            statement.execute("ALTER SYSTEM SET fsync = off");
            statement.execute("ALTER SYSTEM SET full_page_writes = off");
            statement.execute("SELECT pg_reload_conf()");
        }
        boolean shows = arguments.length > 3;
        Map<String, Integer> ends = new TreeMap<>();
        int bad = 0;
        String with = System.getProperty("lockstep.random.with", "");
        for (long seed = first; seed < first + count; seed++) {
            Case tried = Case.of(seed);
            if (!tried.file().contains(with)) {
                continue;
            }
            Outcome outcome;
            try {
                outcome = Trial.withoutRefused(tried, server);
            } catch (SQLException | RuntimeException | AssertionError failed) {
                outcome = new Outcome(
                        tried,
                        "broken",
                        java.util.List.of("the trial itself: " + failed),
                        java.util.List.of(),
                        java.util.Set.of());
            }
            ends.merge(outcome.end().split(":")[0], 1, Integer::sum);
            if (shows) {
                System.out.println(tried);
            }
            for (String refusal : outcome.refusals()) {
                System.out.println("REFUSED " + seed + " " + refusal.replace('\n', ' '));
            }
            if (outcome.end().startsWith("setup")) {
                System.out.println("SETUP " + seed + " " + outcome.end().replace('\n', ' '));
            }
            if (!outcome.wrong().isEmpty()) {
                bad++;
                outcome.wrong()
                        .forEach(each -> System.out.println("WRONG " + tried.seed() + " " + each.replace('\n', ' ')));
                if (count == 1) {
                    System.out.println(Reducer.smallest(outcome.tried(), server));
                }
            }
        }
        System.out.println("ENDS " + ends + " bad " + bad);
        System.exit(bad == 0 ? 0 : 1);
    }
}
