package dev.lockstep.deploy.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;

/** What the database servers share: creating their data once, all of it or nothing, and speaking JDBC to them. */
abstract class DatabaseProcess extends ServerProcess implements DatabaseServer {

    private static final Pattern DATABASE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    private final String engine;
    private final String version;
    private final String password;
    private final int port;

    DatabaseProcess(String name, String engine, String version, ServerFolder folder, int port) {
        super(name, folder);
        this.engine = engine;
        this.version = version;
        this.password = folder.password();
        this.port = new PortMemory(folder).port("port", port);
    }

    /** Creates the data of an empty server, with the user, in a folder that is empty. */
    abstract void initialise(Path emptyFolder) throws IOException;

    /** The database that is always there, for the connections of this class. */
    abstract String administrativeDatabase();

    /** The statements that create a database that is not there. */
    abstract String createStatement(String database);

    /** The statements that drop a database, with its sessions, in order. */
    abstract List<String> dropStatements(String database);

    abstract boolean exists(Connection connection, String database) throws SQLException;

    final int port() {
        return port;
    }

    @Override
    void prepare() {
        Path data = folder().data();
        if (Files.exists(data)) {
            return;
        }
        Path draft = data.resolveSibling("data.draft");
        try {
            ServerFolder.delete(draft);
            Files.createDirectory(draft);
            initialise(draft);
            Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ServerException("Expected to be able to create the data of " + name() + " in " + data + ".", e);
        }
    }

    @Override
    boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user(), password);
    }

    @Override
    public final String url() {
        return jdbcUrl(administrativeDatabase());
    }

    @Override
    public final String engine() {
        return engine;
    }

    @Override
    public final String version() {
        return version;
    }

    @Override
    public final String password() {
        return password;
    }

    @Override
    public final void createDatabase(String database) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            if (!exists(connection, checked(database))) {
                statement.execute(createStatement(database));
            }
        } catch (SQLException e) {
            throw new ServerException("Expected " + name() + " to create the database " + database + ".", e);
        }
    }

    @Override
    public final void dropDatabase(String database) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String drop : dropStatements(checked(database))) {
                statement.execute(drop);
            }
        } catch (SQLException e) {
            throw new ServerException("Expected " + name() + " to drop the database " + database + ".", e);
        }
    }

    private static String checked(String database) {
        if (!DATABASE_NAME.matcher(database).matches()) {
            throw new IllegalArgumentException(
                    "Expected a database name of letters, digits and underscores, found \"" + database + "\".");
        }
        return database;
    }
}
