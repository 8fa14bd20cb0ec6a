package dev.lockstep.deploy.servers;

/** A database server that holds any number of databases; on MySQL and MariaDB a database is a schema. */
public interface DatabaseServer extends Server {

    /** One of {@code postgres}, {@code mysql} and {@code mariadb}. */
    String engine();

    /** The version of the server, such as {@code 16.15}. */
    String version();

    /** The JDBC URL of a database, without user and password. */
    String jdbcUrl(String database);

    /** A user with every right on this server. */
    String user();

    /** The password of {@link #user}; generated once and kept in the data folder. */
    String password();

    /** Creates an empty database, in UTF-8; does nothing when it is there already. */
    void createDatabase(String database);

    /** Drops a database with all that is in it, ending the sessions that use it; does nothing when it is not there. */
    void dropDatabase(String database);
}
