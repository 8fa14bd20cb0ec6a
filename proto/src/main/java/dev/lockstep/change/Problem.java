package dev.lockstep.change;

/**
 * One thing that is wrong in a change file.
 *
 * @param file name of the file
 * @param line from 1
 * @param column from 1, in characters
 * @param message what was expected, what was found, and what to do
 */
public record Problem(String file, int line, int column, String message) {

    /** As compilers write it: {@code orders.yaml:7:9: expected …, found …; …}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
