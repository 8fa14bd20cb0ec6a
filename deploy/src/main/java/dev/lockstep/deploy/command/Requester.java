package dev.lockstep.deploy.command;

import picocli.CommandLine.Option;

/** Who asks, for the history. */
final class Requester {

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${env:LOCKSTEP_USER:-${sys:user.name}}",
            description = "Who asks, for the history. Default: $$LOCKSTEP_USER, else the login name.")
    private String by = "";

    String name() {
        return by;
    }
}
