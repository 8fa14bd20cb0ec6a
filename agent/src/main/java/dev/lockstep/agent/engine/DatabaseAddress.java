package dev.lockstep.agent.engine;

/**
 * Where a node's database is.
 *
 * @param jdbcUrl without user and password; names the database (PostgreSQL) or schema (MySQL)
 * @param user the agent's login
 * @param password its password
 * @param ledgerSchema schema of the ledger; {@code lockstep} unless two nodes share a MySQL server
 */
public record DatabaseAddress(String jdbcUrl, String user, Secret password, String ledgerSchema) {}
