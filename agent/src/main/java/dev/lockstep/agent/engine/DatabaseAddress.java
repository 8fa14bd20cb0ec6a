package dev.lockstep.agent.engine;

/**
 * Where a node's database is.
 *
 * @param jdbcUrl without user and password; names the database (PostgreSQL) or schema (MySQL)
 * @param user the agent's login
 * @param password its password
 * @param ledgerSchema schema of the ledger; {@code lockstep} unless two nodes share a MySQL server
 * @param standbys what repeats its log
 */
public record DatabaseAddress(
        String jdbcUrl, String user, Secret password, String ledgerSchema, StandbyLimits standbys) {

    /** One whose standbys nobody looks at. */
    public DatabaseAddress(String jdbcUrl, String user, Secret password, String ledgerSchema) {
        this(jdbcUrl, user, password, ledgerSchema, StandbyLimits.NONE);
    }

    /** The same database with other standbys. */
    public DatabaseAddress with(StandbyLimits others) {
        return new DatabaseAddress(jdbcUrl, user, password, ledgerSchema, others);
    }
}
