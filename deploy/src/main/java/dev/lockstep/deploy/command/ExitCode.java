package dev.lockstep.deploy.command;

/** What the command's exit code means. */
enum ExitCode {
    /** Yes, or done. */
    YES(0),
    /** The answer is no: drift found, a change file with errors, an epoch that went back. */
    NO(1),
    /** The question is wrong: an unknown option, a file that cannot be read. */
    BAD_INPUT(2),
    /** Nobody can be reached, or something failed. */
    FAILED(3);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
