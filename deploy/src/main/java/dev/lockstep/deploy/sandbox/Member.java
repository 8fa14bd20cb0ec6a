package dev.lockstep.deploy.sandbox;

/**
 * A coordinator or an agent of a running sandbox.
 *
 * @param address "host:port" of a coordinator; empty for an agent
 * @param pid process that it lives in
 */
public record Member(String name, String address, long pid) {}
