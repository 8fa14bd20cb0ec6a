package dev.lockstep.integration.nemesis;

import dev.lockstep.integration.crash.FaultProxy;
import dev.lockstep.integration.crash.FaultProxy.Way;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

/**
 * Packets of a link that go one way and never arrive: the kernel drops them, so both ends send again and again, new connections find nobody, and nothing says that
 * anything is wrong. In a network of our own only; elsewhere the link's proxy holds the bytes back.
 */
final class PacketLoss {
    private static final String PROXIES = "127.0.0.1";

    private final boolean byKernel;

    PacketLoss(boolean byKernel) {
        this.byKernel = byKernel;
    }

    void begin(FaultProxy proxy, Way way) {
        if (byKernel) {
            rule("-A", proxy, way);
        } else {
            proxy.hold(way);
        }
    }

    void end(FaultProxy proxy, Way way) {
        if (byKernel) {
            rule("-D", proxy, way);
        } else {
            proxy.heal();
        }
    }

    /** Between client and proxy; what the proxy has to say to the server goes to another address. */
    private static void rule(String change, FaultProxy proxy, Way way) {
        List<String> towards = way == Way.TO_SERVER ? List.of("-d", "--dport") : List.of("-s", "--sport");
        List<String> command = List.of(
                "iptables",
                "-w",
                change,
                "INPUT",
                "-p",
                "tcp",
                towards.get(0),
                PROXIES,
                towards.get(1),
                Integer.toString(proxy.port()),
                "-j",
                "DROP");
        try {
            int exit = new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.INHERIT)
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException(command + " ended with " + exit);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
