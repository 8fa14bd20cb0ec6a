package dev.lockstep.integration.scorecard;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;

/**
 * One of the commands that the scorecard is made of, in its gate-sized form.
 *
 * @param name for people
 * @param command what somebody types to get the same
 * @param program main class
 * @param arguments of it
 * @param java options of the machine that runs it
 * @param minutes after which it is given up
 * @param figures the figures and targets, for when it could not run
 * @param rows what its answer says
 */
record Part(
        String name,
        String command,
        String program,
        List<String> arguments,
        List<String> java,
        int minutes,
        List<Target> figures,
        Function<JsonNode, List<Row>> rows) {
    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-Xmx512m");

    Part {
        arguments = List.copyOf(arguments);
        java = List.copyOf(java);
        figures = List.copyOf(figures);
    }

    /** One that needs little. */
    Part(
            String name,
            String command,
            String program,
            List<String> arguments,
            int minutes,
            List<Target> figures,
            Function<JsonNode, List<Row>> rows) {
        this(name, command, program, arguments, SMALL, minutes, figures, rows);
    }

    /** The same, run with these options. */
    Part with(String... options) {
        return new Part(name, command, program, arguments, List.of(options), minutes, figures, rows);
    }

    /** A figure, and what it should be. */
    record Target(String figure, String target) {
        Row notRun(String why) {
            return Row.notRun(figure, target, why);
        }

        Row measured(String value, String of, boolean met) {
            return Row.of(figure, target, value, of, met);
        }
    }

    /** Its rows when it gave no answer: none is left out. */
    List<Row> notRun(String why) {
        return figures.stream().map(figure -> figure.notRun(why)).toList();
    }
}
