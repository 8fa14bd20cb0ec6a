package dev.lockstep.deploy.command;

import dev.lockstep.change.Problem;
import dev.lockstep.rollout.RolloutPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "lint",
        description = {
            "Find everything that is wrong with change files, without asking anybody.",
            "Problems are shown as FILE:LINE:COLUMN: MESSAGE. Exit code 1 when there is one.",
            "Where there is none, what each file says about failures is shown."
        },
        footer = {"", "Example:", "  lockstep lint changes/*.yaml"})
final class LintCommand implements Callable<Integer> {

    private record Answer(int files, List<Problem> problems, List<Policy> policies) {}

    /** What a file without problems says about failures. */
    private record Policy(String file, List<String> policy) {}

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Change files.")
    private List<Path> files = List.of();

    @Option(
            names = "--json",
            description =
                    "Answer with {\"files\":n,\"problems\":[{\"file\",\"line\",\"column\",\"message\"}],\"policies\":[{\"file\",\"policy\":[]}]}.")
    private boolean json;

    private final Console console;

    LintCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<ChangeFileText> texts = files.stream().map(ChangeFileText::read).toList();
        List<Problem> problems =
                texts.stream().flatMap(text -> text.problems().stream()).toList();
        if (json) {
            console.out().println(Json.of(new Answer(texts.size(), problems, policies(texts))));
        } else if (problems.isEmpty()) {
            console.out().println(texts.size() == 1 ? "1 file is right" : texts.size() + " files are right");
            policies(texts).forEach(file -> {
                console.out().println(file.file() + ":");
                file.policy().forEach(sentence -> console.out().println("  " + sentence));
            });
        } else {
            problems.forEach(problem -> console.out().println(problem));
        }
        return (problems.isEmpty() ? ExitCode.YES : ExitCode.NO).number();
    }

    private static List<Policy> policies(List<ChangeFileText> texts) {
        return texts.stream()
                .filter(text -> text.problems().isEmpty())
                .map(text -> new Policy(
                        text.name(), RolloutPolicy.inWords(text.change().getRollout())))
                .toList();
    }
}
