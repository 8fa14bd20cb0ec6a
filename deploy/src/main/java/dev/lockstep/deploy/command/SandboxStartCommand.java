package dev.lockstep.deploy.command;

import dev.lockstep.deploy.sandbox.RunningSandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "start",
        description = "Start a coordinator or agent of a running sandbox again, after it was killed.",
        footer = {"", "Example:", "  lockstep sandbox start agent-2 --data ~/lockstep-sandbox"})
final class SandboxStartCommand implements Callable<Integer> {

    private record Started(String name, long pid) {}

    @Parameters(paramLabel = "NAME", description = "Such as coordinator-1 or agent-2.")
    private String name = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The sandbox's data folder. Default: that of the one sandbox without --data.")
    private @Nullable Path data;

    @Option(names = "--json", description = "Answer with {\"name\",\"pid\"}.")
    private boolean json;

    private final Console console;

    SandboxStartCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!name.matches("[A-Za-z0-9-]+")) {
            throw CommandFailure.badInput(
                    "expected a name such as agent-2, found \"" + name + "\"", "see: lockstep sandbox start --help");
        }
        long pid = start(sandbox());
        console.out().println(json ? Json.of(new Started(name, pid)) : name + " runs as process " + pid);
        return ExitCode.YES.number();
    }

    private long start(RunningSandbox sandbox) {
        try {
            return sandbox.start(name);
        } catch (NoSuchElementException unknown) {
            throw CommandFailure.badInput(String.valueOf(unknown.getMessage()), "name one of these");
        }
    }

    private RunningSandbox sandbox() {
        List<RunningSandbox> running = data == null
                ? RunningSandbox.onTemporaryFolders()
                : RunningSandbox.on(data).stream().toList();
        if (running.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "UNREACHABLE",
                    "expected a running sandbox" + (data == null ? "" : " on " + data) + ", but there is none",
                    "start one (lockstep sandbox), or name its folder with --data");
        }
        if (running.size() > 1) {
            throw CommandFailure.badInput(
                    "expected one running sandbox, found several: "
                            + String.join(
                                    ", ",
                                    running.stream()
                                            .map(one -> one.folder().toString())
                                            .toList()),
                    "name its folder with --data");
        }
        return running.get(0);
    }
}
