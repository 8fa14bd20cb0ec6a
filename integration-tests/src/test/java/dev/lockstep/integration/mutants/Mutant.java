package dev.lockstep.integration.mutants;

import java.util.Locale;

/**
 * A place of the code that was broken.
 *
 * @param type its class, without the package
 * @param method as the compiler calls it
 * @param line of the source file
 * @param how what was done, such as "negate conditionals"
 */
record Mutant(String type, String method, int line, String how, Fate fate) {
    private static final int FIELDS = 7;

    /** What has become of it. */
    enum Fate {
        /** A test failed, or did not come to its end. */
        KILLED,
        /** The tests that come by saw nothing. */
        SURVIVED,
        /** No test comes by. */
        NOT_COVERED,
        /** It could not be loaded: Java does not let the classes of some records be replaced. It says nothing about the tests. */
        NOT_RUN
    }

    /**
     * From a line of PIT's report in CSV.
     *
     * @throws IllegalArgumentException for another line
     */
    static Mutant of(String line) {
        String[] fields = line.split(",", FIELDS);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("expected a line of " + FIELDS + " fields, found: " + line);
        }
        return new Mutant(
                lastName(fields[1]),
                fields[3],
                Integer.parseInt(fields[4]),
                inWords(lastName(fields[2])),
                fate(fields[5]));
    }

    private static Fate fate(String status) {
        return switch (status) {
            case "KILLED", "TIMED_OUT", "MEMORY_ERROR" -> Fate.KILLED;
            case "SURVIVED" -> Fate.SURVIVED;
            case "NO_COVERAGE" -> Fate.NOT_COVERED;
            case "RUN_ERROR", "NON_VIABLE" -> Fate.NOT_RUN;
            default -> throw new IllegalArgumentException("expected what became of a mutant, found: " + status);
        };
    }

    private static String lastName(String qualified) {
        return qualified.substring(qualified.lastIndexOf('.') + 1);
    }

    private static String inWords(String mutator) {
        return mutator.replaceAll("(Mutator|Vals)(?=[A-Z]|$)", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    /** Whether a test could have noticed it, and none did. */
    boolean isAlive() {
        return fate == Fate.SURVIVED || fate == Fate.NOT_COVERED;
    }

    @Override
    public String toString() {
        return type + ":" + line + " " + method + ": " + how
                + (fate == Fate.NOT_COVERED ? ", where no test comes by" : "");
    }
}
