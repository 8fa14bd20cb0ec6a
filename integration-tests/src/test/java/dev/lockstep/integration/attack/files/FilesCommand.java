package dev.lockstep.integration.attack.files;

import dev.lockstep.change.ChangeFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code integration-tests/bin/attack files}. */
@Command(
        name = "files",
        mixinStandardHelpOptions = true,
        description = "Makes change files that an honest person would not write of right ones, and counts which of them"
                + " are taken that should not be, taken for something else than they say, or refused without a word"
                + " about what is wrong and where. Then the same with readers that are wrong on purpose.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:nothing was wrong, and each wrong reader was seen",
            "1:something was, or a wrong reader was not seen",
            "2:the command was not understood"
        })
public final class FilesCommand implements Callable<Integer> {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--seed", defaultValue = "1", description = "which files (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--count", defaultValue = "5000", description = "how many files (default: ${DEFAULT-VALUE})")
    private int count;

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "expected --count of at least 1, found " + count);
        }
        FileReport report = FileReport.of(
                HostileFiles.in(Path.of("../docs/examples"), Path.of("../proto/src/test/resources/change/good")),
                ChangeFile::read,
                seed,
                count);
        System.out.print(json ? report.json() + System.lineSeparator() : report.text());
        return report.isRight() ? 0 : 1;
    }
}
