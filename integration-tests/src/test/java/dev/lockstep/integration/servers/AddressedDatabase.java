package dev.lockstep.integration.servers;

import dev.lockstep.deploy.servers.DatabaseServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A server that somebody else runs, known by its address. It can be used, and neither stopped nor killed. */
final class AddressedDatabase implements DatabaseServer {
    private final String engine;
    private final String url;
    private final String user;
    private final String password;

    AddressedDatabase(String engine, String url, String user, String password) {
        this.engine = engine;
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** The server that the environment names for an engine: {@code LOCKSTEP_IT_<ENGINE>_URL}, {@code _USER}, {@code _PASSWORD}. */
    static Optional<DatabaseServer> fromEnvironment(String engine, Map<String, String> environment) {
        String prefix = "LOCKSTEP_IT_" + engine.toUpperCase(Locale.ROOT);
        String url = environment.get(prefix + "_URL");
        if (url == null) {
            return Optional.empty();
        }
        String user = environment.get(prefix + "_USER");
        String password = environment.get(prefix + "_PASSWORD");
        if (user == null || password == null) {
            throw new IllegalArgumentException(
                    "expected " + prefix + "_USER and " + prefix + "_PASSWORD beside " + prefix
                            + "_URL, found " + TestServers.shown(user) + " and "
                            + (password == null ? "nothing" : "a password"));
        }
        return Optional.of(new AddressedDatabase(engine, url, user, password));
    }

    @Override
    public String engine() {
        return engine;
    }

    @Override
    public String version() {
        return query(engine.equals("postgres") ? "SHOW server_version" : "SELECT version()")
                .get(0);
    }

    @Override
    public String jdbcUrl(String database) {
        int end = url.indexOf('/', url.indexOf("//") + 2);
        int query = url.indexOf('?');
        return (end < 0 ? url : url.substring(0, end)) + "/" + database + (query < 0 ? "" : url.substring(query));
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public String password() {
        return password;
    }

    @Override
    public void createDatabase(String database) {
        String all = engine.equals("postgres")
                ? "SELECT datname FROM pg_database"
                : "SELECT schema_name FROM information_schema.schemata";
        if (!query(all).contains(database)) {
            run("CREATE DATABASE " + quoted(database));
        }
    }

    @Override
    public void dropDatabase(String database) {
        if (engine.equals("postgres")) {
            // Its own option for this came with 13.
            run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
        }
        run("DROP DATABASE IF EXISTS " + quoted(database));
    }

    private String quoted(String name) {
        return engine.equals("postgres") ? '"' + name + '"' : '`' + name + '`';
    }

    private List<String> query(String sql) {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException failed) {
            throw new IllegalStateException(sql + " failed at " + url + ": " + failed, failed);
        }
    }

    private void run(String sql) {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql + " failed at " + url + ": " + failed, failed);
        }
    }

    @Override
    public String name() {
        return engine;
    }

    @Override
    public void start() {
        version();
    }

    @Override
    public void stop() {}

    @Override
    public void kill() {
        throw new UnsupportedOperationException("a server known by its address cannot be killed: " + url);
    }

    @Override
    public boolean isRunning() {
        return true;
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public Path dataFolder() {
        throw new UnsupportedOperationException("the data of a server known by its address cannot be seen: " + url);
    }

    @Override
    public void close() {}
}
