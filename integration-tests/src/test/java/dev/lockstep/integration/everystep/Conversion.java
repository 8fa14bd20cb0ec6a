package dev.lockstep.integration.everystep;

/**
 * One column that both applications know.
 *
 * @param old its name for the old one
 * @param now its name for the new one
 * @param up the new one's value from the old one's row; empty where it is the same
 * @param down the other way round
 */
record Conversion(String old, String now, String up, String down) {}
