package dev.lockstep.deploy.servers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What MySQL and MariaDB have in common as servers. */
abstract class MySqlFamilyProcess extends DatabaseProcess {

    static final String USER = "lockstep";

    MySqlFamilyProcess(String name, String engine, String version, ServerFolder folder, int port) {
        super(name, engine, version, folder, port);
    }

    /** The server's program and the options that only this family member has. */
    abstract List<String> programAndOwnOptions();

    @Override
    final List<String> command() {
        List<String> command = new ArrayList<>(programAndOwnOptions());
        command.addAll(List.of(
                "--datadir=" + folder().data(),
                "--port=" + port(),
                "--bind-address=127.0.0.1",
                // Relative to the data folder, because a socket's path must not be longer than 107 characters.
                "--socket=mysql.sock",
                "--pid-file=" + folder().path().resolve("mysqld.pid"),
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--default-time-zone=+00:00",
                "--max-connections=200",
                "--server-id=" + port(),
                "--log-bin=binlog",
                "--binlog-format=ROW",
                "--binlog-row-image=FULL",
                "--sync-binlog=1",
                "--max-binlog-size=64M",
                "--innodb-flush-log-at-trx-commit=1",
                "--innodb-buffer-pool-size=128M"));
        return command;
    }

    /** Options that come first and are needed whenever the program runs. */
    final List<String> program(Path program, Path home) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--no-defaults",
                "--basedir=" + home,
                // Of its own: a server that starts removes what it takes for its leftovers, also the tables of another.
                "--tmpdir=" + folder().temporary()));
        if (Unprivileged.isRoot()) {
            command.add("--user=root");
        }
        return command;
    }

    /** The statements that make the one user, who may come over TCP only. */
    final String createUser() {
        return "CREATE USER '" + USER + "'@'%' IDENTIFIED BY '" + password() + "';\n" + "GRANT ALL ON *.* TO '" + USER
                + "'@'%' WITH GRANT OPTION;\n";
    }

    @Override
    public final String jdbcUrl(String database) {
        return "jdbc:mysql://127.0.0.1:" + port() + "/" + database;
    }

    @Override
    public final String user() {
        return USER;
    }

    @Override
    final String administrativeDatabase() {
        return "mysql";
    }

    @Override
    final boolean exists(Connection connection, String database) throws SQLException {
        try (var query =
                connection.prepareStatement("SELECT 1 FROM information_schema.schemata WHERE schema_name = ?")) {
            query.setString(1, database);
            return query.executeQuery().next();
        }
    }

    @Override
    final String createStatement(String database) {
        return "CREATE DATABASE `" + database + "` CHARACTER SET utf8mb4";
    }

    @Override
    final List<String> dropStatements(String database) {
        return List.of("DROP DATABASE IF EXISTS `" + database + "`");
    }
}
