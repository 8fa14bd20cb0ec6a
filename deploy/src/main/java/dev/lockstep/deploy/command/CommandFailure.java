package dev.lockstep.deploy.command;

import java.io.Serial;

/** A command ends without an answer, with this exit code; the message reads <i>expected …, but …</i>. */
final class CommandFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String code;
    private final String nextStep;

    /**
     * @param code a stable word for scripts
     * @param nextStep what the user can do; empty for nothing
     */
    CommandFailure(ExitCode exitCode, String code, String message, String nextStep) {
        super(message);
        this.exitCode = exitCode;
        this.code = code;
        this.nextStep = nextStep;
    }

    static CommandFailure badInput(String message, String nextStep) {
        return new CommandFailure(ExitCode.BAD_INPUT, "INVALID", message, nextStep);
    }

    ExitCode exitCode() {
        return exitCode;
    }

    String code() {
        return code;
    }

    String nextStep() {
        return nextStep;
    }
}
