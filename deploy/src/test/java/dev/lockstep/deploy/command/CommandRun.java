package dev.lockstep.deploy.command;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;

/** One run of the command in this JVM: what it answered, and how it ended. */
record CommandRun(int exitCode, String out, String err) {

    /** Without a terminal. */
    static CommandRun of(String... arguments) {
        return run(false, "", arguments);
    }

    /** With a person at a terminal who types this. */
    static CommandRun typing(String typed, String... arguments) {
        return run(true, typed, arguments);
    }

    private static CommandRun run(boolean person, String typed, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new BufferedReader(new StringReader(typed)),
                person,
                false,
                ZoneOffset.UTC);
        int exitCode = LockstepCommand.run(console, arguments);
        return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
