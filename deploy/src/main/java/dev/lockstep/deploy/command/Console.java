package dev.lockstep.deploy.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;

/**
 * What a command reads from and writes to.
 *
 * @param out answers
 * @param err progress, questions and errors
 * @param in what a person types
 * @param asksPerson whether a person is there to be asked
 * @param redraws whether answers go to a terminal, where lines can be drawn again
 * @param zone in which times are shown
 */
public record Console(
        PrintStream out, PrintStream err, BufferedReader in, boolean asksPerson, boolean redraws, ZoneId zone) {

    /** The system property by which the launcher says which of "in" and "out" are terminals. */
    public static final String TERMINALS_PROPERTY = "lockstep.terminals";

    /** The console of this process. */
    public static Console ofThisProcess() {
        String unknown = System.console() == null ? "" : "in,out";
        List<String> terminals =
                List.of(System.getProperty(TERMINALS_PROPERTY, unknown).split(","));
        return new Console(
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                terminals.contains("in"),
                terminals.contains("out"),
                ZoneId.systemDefault());
    }

    void print(List<String> lines) {
        lines.forEach(out::println);
    }

    /** Asks a question that is answered with y or n; anything but y means no. */
    boolean confirms(String question) {
        err.print(question + " [y/N] ");
        err.flush();
        try {
            String answer = in.readLine();
            return answer != null
                    && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
        } catch (IOException failed) {
            return false;
        }
    }
}
