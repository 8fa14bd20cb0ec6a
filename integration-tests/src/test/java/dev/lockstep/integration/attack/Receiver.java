package dev.lockstep.integration.attack;

import java.util.Random;

/** Production code that must not believe what nobody signed. */
interface Receiver {
    /** For people. */
    String name();

    /** Of a hundred forgeries, how many are for this one. */
    int share();

    /**
     * Gives it so many forgeries, or a few more.
     *
     * @param random where and how
     */
    void attack(int forgeries, Random random, Tally tally);
}
