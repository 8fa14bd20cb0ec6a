package dev.lockstep.deploy;

import dev.lockstep.deploy.command.Console;
import dev.lockstep.deploy.command.LockstepCommand;

/** Where {@code lockstep} begins. */
public final class Lockstep {

    private Lockstep() {}

    public static void main(String[] arguments) {
        Console console = Console.ofThisProcess();
        int exitCode = LockstepCommand.run(console, arguments);
        console.out().flush();
        console.err().flush();
        // Not a return: a library's thread that is no daemon must not keep an answered command alive.
        System.exit(exitCode);
    }
}
