package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that asks a coordinator about a fleet. */
abstract class FleetCommand implements Callable<Integer> {

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--json", description = "Answer with one JSON document on standard output, and nothing else.")
    private boolean json;

    private final Console console;

    FleetCommand(Console console) {
        this.console = console;
    }

    @Override
    public final Integer call() {
        try (CoordinatorClient client = connection.connect()) {
            return run(client).number();
        }
    }

    abstract ExitCode run(CoordinatorClient client);

    final Console console() {
        return console;
    }

    final boolean json() {
        return json;
    }

    final ConnectionOptions connection() {
        return connection;
    }

    final String fleet(CoordinatorClient client) {
        return connection.fleet(client);
    }
}
