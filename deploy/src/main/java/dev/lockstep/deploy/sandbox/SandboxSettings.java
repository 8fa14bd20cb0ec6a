package dev.lockstep.deploy.sandbox;

/**
 * What a sandbox consists of.
 *
 * @param postgres how many PostgreSQL nodes
 * @param mariadb how many MariaDB nodes
 * @param mysql how many MySQL nodes
 * @param coordinators how many coordinators
 * @param apiPort port of the first coordinator, the others take the next ones; 0 for free ones
 * @param processes whether each coordinator and agent is a process of its own
 * @param ordersPerNode rows that a new node's table {@code orders} begins with
 */
public record SandboxSettings(
        int postgres, int mariadb, int mysql, int coordinators, int apiPort, boolean processes, int ordersPerNode) {

    /** The fleet of every node of a sandbox. */
    public static final String FLEET = "orders";

    /** Prefix of topics and ZooKeeper paths. */
    public static final String PREFIX = "lockstep";

    /** The database, or schema, that is the node. */
    public static final String DATABASE = "orders";

    static final String HOST = "127.0.0.1";

    /** @throws IllegalArgumentException when nothing could run with these numbers */
    public SandboxSettings {
        if (postgres < 0 || mariadb < 0 || mysql < 0 || postgres + mariadb + mysql < 1) {
            throw new IllegalArgumentException("expected at least one node, found " + postgres + " PostgreSQL, "
                    + mariadb + " MariaDB and " + mysql + " MySQL nodes");
        }
        if (coordinators < 1) {
            throw new IllegalArgumentException("expected at least one coordinator, found " + coordinators);
        }
        if (apiPort < 0 || apiPort + coordinators > 65_536) {
            throw new IllegalArgumentException("expected a port from 0 to 65535, found " + apiPort);
        }
    }

    /** The part that a data folder remembers. */
    public SandboxLayout layout() {
        return new SandboxLayout(postgres, mariadb, mysql, coordinators);
    }

    int nodes() {
        return postgres + mariadb + mysql;
    }
}
