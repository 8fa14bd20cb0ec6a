package dev.lockstep.agent.engine.postgres;

/** Quotes around the body of a function, which nothing in it can end. */
final class DollarQuotes {
    private DollarQuotes() {}

    static String around(String body) {
        String tag = "$lockstep$";
        for (int number = 1; body.contains(tag); number++) {
            tag = "$lockstep" + number + "$";
        }
        return tag + body + tag;
    }
}
