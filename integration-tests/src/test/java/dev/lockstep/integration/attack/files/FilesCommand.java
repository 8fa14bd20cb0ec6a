package dev.lockstep.integration.attack.files;

import dev.lockstep.change.ChangeFile;
import dev.lockstep.integration.command.Sampling;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    @Mixin
    private Sampling sampling;

    @Override
    public Integer call() throws Exception {
        FileReport report = FileReport.of(
                HostileFiles.in(Path.of("../docs/examples"), Path.of("../proto/src/test/resources/change/good")),
                ChangeFile::read,
                sampling.seed(),
                sampling.count(5_000));
        return sampling.answer(report.isRight(), report::json, report::text);
    }
}
