package dev.lockstep.change;

/**
 * A key that the language has and this version does not.
 *
 * @param insteadOf the required key that it stands for, which then is not missed
 * @param message why it will not do, and what to write
 */
record RefusedKey(String insteadOf, String message) {}
