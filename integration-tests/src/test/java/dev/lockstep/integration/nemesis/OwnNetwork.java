package dev.lockstep.integration.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace that is this program's alone and has nothing but loopback: what is done to packets there is done to nobody else's. Making one needs root, and
 * the tools of iproute2 and iptables.
 */
final class OwnNetwork {
    /** Names the network from which somebody entered one. */
    private static final String OUTSIDE = "lockstep.nemesis.outside";

    private static final List<String> IN_A_NEW_ONE =
            List.of("unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh");
    private static final List<String> LOSES_PACKETS =
            List.of("iptables", "-w", "-A", "INPUT", "-p", "tcp", "--dport", "9", "-j", "DROP");

    private OwnNetwork() {}

    /** Whether this process is in one. The kernel is asked: a rule in the machine's own network would strike everybody. */
    static boolean isEntered() {
        String outside = System.getProperty(OUTSIDE, "");
        return !outside.isEmpty() && !outside.equals(name());
    }

    /** Whether one can be made here, found out by making one. */
    static boolean isPossible() {
        try {
            List<String> probe = new ArrayList<>(IN_A_NEW_ONE);
            probe.addAll(LOSES_PACKETS);
            return new ProcessBuilder(probe)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchTool) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Runs a program like this one inside a new one; returns its exit code. It ends with this process.
     *
     * @param program main class
     */
    static int run(Class<?> program, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(IN_A_NEW_ONE);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-D" + OUTSIDE + "=" + name(), "-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).inheritIO().start();
        Thread atEnd = new Thread(() -> endOf(process), "own-network-end");
        Runtime.getRuntime().addShutdownHook(atEnd);
        return process.waitFor();
    }

    /** It ends its servers first. */
    private static void endOf(Process process) {
        process.destroy();
        process.onExit().join();
    }

    private static String name() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
        } catch (IOException failed) {
            throw new UncheckedIOException("expected the kernel to name the network of this process", failed);
        }
    }
}
