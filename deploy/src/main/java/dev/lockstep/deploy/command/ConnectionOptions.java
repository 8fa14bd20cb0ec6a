package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which coordinator and which fleet; the same for every command that asks a coordinator. */
final class ConnectionOptions {

    @Option(
            names = "--coordinator",
            paramLabel = "HOST:PORT[,…]",
            defaultValue = "${env:LOCKSTEP_COORDINATOR:-localhost:7400}",
            description = "Coordinators to ask, the first that answers. Default: $LOCKSTEP_COORDINATOR, else"
                    + " localhost:7400.")
    private String coordinator = "localhost:7400";

    @Option(
            names = "--fleet",
            paramLabel = "FLEET",
            defaultValue = "${env:LOCKSTEP_FLEET}",
            description = "The fleet. Default: $$LOCKSTEP_FLEET, else the only one that the coordinator knows.")
    private @Nullable String fleet;

    /** @throws CommandFailure when an address is no address */
    CoordinatorClient connect() {
        List<String> addresses = new ArrayList<>();
        for (String word : coordinator.split(",")) {
            String address = word.strip();
            if (!address.matches("(\\[[0-9a-fA-F:.]+]|[^:\\s/]+):[0-9]{1,5}")) {
                throw CommandFailure.badInput(
                        "expected --coordinator HOST:PORT[,HOST:PORT…], found \"" + coordinator + "\"",
                        "give it as, for example, --coordinator localhost:7400");
            }
            addresses.add(address);
        }
        return new CoordinatorClient(addresses);
    }

    /** The fleet that was named, if one was. */
    java.util.Optional<String> namedFleet() {
        return java.util.Optional.ofNullable(fleet).filter(name -> !name.isBlank());
    }

    /** The fleet that was named, or else the only one there is. */
    String fleet(CoordinatorClient client) {
        return namedFleet().orElseGet(() -> onlyOneOf(client.fleets()));
    }

    private static String onlyOneOf(List<String> fleets) {
        if (fleets.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "NOT_FOUND",
                    "expected a fleet, but the coordinator knows none yet",
                    "start an agent that names one: lockstep agent --config FILE");
        }
        if (fleets.size() > 1) {
            throw CommandFailure.badInput(
                    "expected to know which fleet is meant, but there are " + String.join(", ", fleets),
                    "name one: --fleet " + fleets.get(0));
        }
        return fleets.get(0);
    }
}
