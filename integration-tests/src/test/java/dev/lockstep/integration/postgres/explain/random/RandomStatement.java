package dev.lockstep.integration.postgres.explain.random;

/**
 * A statement that nobody wrote.
 *
 * @param path the rules that said it, from the outside in
 */
public record RandomStatement(String path, String sql) {}
