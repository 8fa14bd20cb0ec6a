package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorFailure;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on standard error what went wrong and what to do next, as text or as JSON, and chooses the exit code. */
final class FailureReport implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {

    private record Failure(String code, String message, String nextStep) {}

    private final PrintStream err;

    FailureReport(PrintStream err) {
        this.err = err;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        String suggestion = wrong instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream()
                        .findFirst()
                        .map(word -> "did you mean " + word + "? ")
                        .orElse("")
                : "";
        report(
                List.of(arguments).contains("--json"),
                new Failure(
                        "INVALID",
                        message(wrong),
                        suggestion + "see: " + command.getCommandSpec().qualifiedName() + " --help"));
        return ExitCode.BAD_INPUT.number();
    }

    @Override
    public int handleExecutionException(Exception failed, CommandLine command, ParseResult parsed) {
        boolean json = parsed.originalArgs().contains("--json");
        if (failed instanceof CommandFailure failure) {
            report(json, new Failure(failure.code(), message(failure), failure.nextStep()));
            return failure.exitCode().number();
        }
        if (failed instanceof CoordinatorFailure failure) {
            report(json, new Failure(failure.code(), message(failure), failure.nextStep()));
            return exitCodeOf(failure).number();
        }
        report(json, new Failure("FAILED", message(failed), ""));
        if (System.getProperty("lockstep.trace") != null) {
            failed.printStackTrace(err);
        }
        return ExitCode.FAILED.number();
    }

    private static String message(Exception failed) {
        return failed.getMessage() == null ? failed.toString() : failed.getMessage();
    }

    private static ExitCode exitCodeOf(CoordinatorFailure failure) {
        return switch (failure.code()) {
            case "INVALID", "NOT_FOUND" -> ExitCode.BAD_INPUT;
            case "WRONG_STATE", "STALE_APPROVAL", "NOT_APPROVER", "NEEDS_CONFIRMATION" -> ExitCode.NO;
            default -> ExitCode.FAILED;
        };
    }

    private void report(boolean json, Failure failure) {
        if (json) {
            err.println(Json.of(failure));
            return;
        }
        err.println(failure.message());
        if (!failure.nextStep().isEmpty()) {
            err.println("next: " + failure.nextStep());
        }
    }
}
