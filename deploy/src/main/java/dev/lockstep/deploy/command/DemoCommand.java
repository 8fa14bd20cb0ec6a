package dev.lockstep.deploy.command;

import dev.lockstep.deploy.demo.Demo;
import dev.lockstep.deploy.demo.DemoReport;
import dev.lockstep.deploy.demo.DemoText;
import dev.lockstep.deploy.sandbox.Closer;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = {
            "See a real change go through all phases on three PostgreSQL nodes and a MariaDB node, under load.",
            "Everything is started in a temporary folder and ended again. Exit code 1 when a statement of the load"
                    + " failed, when nodes differ, or when the history is not whole."
        },
        footer = {"", "Examples:", "  lockstep demo", "  lockstep demo --json"})
final class DemoCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "200000",
            description = "Rows of each node's table at the start, up to 1,000,000. Default: 200000.")
    private int rows;

    @Option(names = "--json", description = "Answer with one JSON document; what happens is told on standard error.")
    private boolean json;

    private final Console console;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (rows < 1 || rows > 1_000_000) {
            throw CommandFailure.badInput(
                    "expected --rows from 1 to 1000000, found " + rows, "see: lockstep demo --help");
        }
        PrintStream story = json ? console.err() : console.out();
        Closer closer = new Closer();
        EndOfProcess.ends(closer);
        DemoReport report;
        try {
            report = new Demo(rows, line -> story.println(TIME.format(LocalTime.now(console.zone())) + " " + line))
                    .run(closer);
        } finally {
            closer.close();
        }
        if (json) {
            console.out().println(Json.of(report));
        } else {
            console.print(DemoText.of(report));
        }
        return (report.holds() ? ExitCode.YES : ExitCode.NO).number();
    }
}
