package dev.lockstep.deploy.command;

import dev.lockstep.deploy.sandbox.Closer;
import dev.lockstep.deploy.sandbox.Sandbox;
import dev.lockstep.deploy.sandbox.SandboxFolder;
import dev.lockstep.deploy.sandbox.SandboxLayout;
import dev.lockstep.deploy.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "sandbox",
        description = {
            "Run the whole system on this machine until Ctrl-C: Kafka, ZooKeeper, databases with sample tables,"
                    + " coordinators and agents.",
            "With --data a second start finds everything as it was."
        },
        footer = {
            "",
            "Examples:",
            "  lockstep sandbox",
            "  lockstep sandbox --postgres 2 --mariadb 2 --data ~/lockstep-sandbox --processes",
            "  lockstep sandbox start agent-2"
        })
final class SandboxCommand implements Callable<Integer> {

    private static final int ORDERS_PER_NODE = 5_000;

    @Option(names = "--postgres", paramLabel = "N", description = "PostgreSQL nodes. Default: 3.")
    private @Nullable Integer postgres;

    @Option(names = "--mariadb", paramLabel = "N", description = "MariaDB nodes. Default: 1.")
    private @Nullable Integer mariadb;

    @Option(names = "--mysql", paramLabel = "N", description = "MySQL nodes. Default: 0.")
    private @Nullable Integer mysql;

    @Option(names = "--coordinators", paramLabel = "N", description = "Coordinators. Default: 2.")
    private @Nullable Integer coordinators;

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            defaultValue = "7400",
            description = "Of the first coordinator; the others take the next ones. Default: 7400; 0 for free ones.")
    private int apiPort;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep everything in this folder. Default: a temporary folder, deleted at the end.")
    private @Nullable Path data;

    @Option(
            names = "--processes",
            description = "Each coordinator and agent is a process of its own, which can be killed and is not"
                    + " restarted.")
    private boolean processes;

    @Option(names = "--json", description = "Say that it is ready as one line of JSON.")
    private boolean json;

    private final Console console;

    SandboxCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SandboxSettings settings = settings();
        Closer closer = new Closer();
        EndOfProcess.ends(closer);
        try {
            SandboxFolder folder = closer.add(data == null ? SandboxFolder.temporary() : SandboxFolder.lasting(data));
            Sandbox sandbox =
                    Sandbox.start(settings, folder, line -> console.err().println(line), closer);
            if (json) {
                console.out().println(Json.of(SandboxReady.of(sandbox)));
            } else {
                console.print(SandboxReady.of(sandbox).lines());
            }
            EndOfProcess.await();
        } finally {
            closer.close();
        }
        return ExitCode.YES.number();
    }

    private SandboxSettings settings() {
        Optional<SandboxLayout> remembered = data == null ? Optional.empty() : SandboxLayout.of(data);
        SandboxLayout usual = remembered.orElse(SandboxLayout.USUAL);
        SandboxLayout wanted = new SandboxLayout(
                Objects.requireNonNullElse(postgres, usual.postgres()),
                Objects.requireNonNullElse(mariadb, usual.mariadb()),
                Objects.requireNonNullElse(mysql, usual.mysql()),
                Objects.requireNonNullElse(coordinators, usual.coordinators()));
        if (remembered.isPresent() && !remembered.get().equals(wanted)) {
            throw CommandFailure.badInput(
                    "expected what " + data + " was made with, " + remembered.get() + ", found " + wanted,
                    "leave these options out, or take another folder");
        }
        try {
            return new SandboxSettings(
                    wanted.postgres(),
                    wanted.mariadb(),
                    wanted.mysql(),
                    wanted.coordinators(),
                    apiPort,
                    processes,
                    ORDERS_PER_NODE);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailure.badInput(
                    wrong.getMessage() == null ? wrong.toString() : wrong.getMessage(), "see: lockstep sandbox --help");
        }
    }
}
