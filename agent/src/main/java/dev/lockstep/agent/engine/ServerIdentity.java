package dev.lockstep.agent.engine;

import dev.lockstep.v1.Engine;

/**
 * Who a server is.
 *
 * @param engine its family
 * @param version such as {@code 16.15}
 * @param databaseIdentity differs between any two databases, and stays through restarts: system identifier and database oid, or server uuid and schema
 */
public record ServerIdentity(Engine engine, String version, String databaseIdentity) {}
