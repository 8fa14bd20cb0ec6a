package dev.lockstep.deploy.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    @TempDir
    private Path path;

    @Test
    void aChildAndItsOwnChildDieWithTheJvmThatWasKilled() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Keeper.class.getName(),
                        path.toString())
                .inheritIO()
                .start();
        await().until(() -> jvm.isAlive() && Files.exists(path.resolve("grandchild")));
        LinuxProcess child = process("child");
        LinuxProcess grandchild = process("grandchild");

        jvm.destroyForcibly().waitFor();

        await().until(() -> !child.isAlive() && !grandchild.isAlive());
    }

    /** Starts a child that ignores every polite signal and has a child of its own, and then waits to be killed. */
    static final class Keeper {
        public static void main(String[] arguments) throws Exception {
            ChildProcess.start("stubborn", STUBBORN, Map.of(), new ServerFolder(Path.of(arguments[0])));
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }

    private static final List<String> STUBBORN = List.of(
            "/bin/sh",
            "-c",
            "trap '' INT TERM HUP; echo $$ >child; sleep 600 & echo $! >draft; mv draft grandchild; wait; sleep 600");

    @Test
    void stoppingGoesOnToKillingWithAllChildren() throws Exception {
        ChildProcess stubborn = ChildProcess.start("stubborn", STUBBORN, Map.of(), new ServerFolder(path));
        await().until(() -> Files.exists(path.resolve("grandchild")));
        LinuxProcess grandchild = process("grandchild");

        stubborn.stop("TERM", 200);

        assertThat(stubborn.isAlive()).isFalse();
        assertThat(grandchild.isAlive()).isFalse();
    }

    @Test
    void whatAnEarlierInstanceLeftRunningIsEnded() throws Exception {
        ServerFolder folder = new ServerFolder(path);
        ChildProcess forgotten = ChildProcess.start("forgotten", STUBBORN, Map.of(), folder);
        await().until(() -> Files.exists(path.resolve("grandchild")));
        LinuxProcess grandchild = process("grandchild");

        ChildProcess.endLeftover(folder);

        await().until(() -> !forgotten.isAlive());
        assertThat(grandchild.isAlive()).isFalse();
    }

    @Test
    void aFailedPreparationShowsTheEndOfWhatItSaid() {
        assertThatThrownBy(() -> ChildProcess.run(
                        "initdb", List.of("/bin/sh", "-c", "echo no space; exit 3"), Map.of(), new ServerFolder(path)))
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith("Expected initdb to end with exit code 0, found 3")
                .hasMessageContaining("no space");
    }

    @Test
    void aTalkativeServerFillsNoDisk() throws Exception {
        Path log = path.resolve("server.log");
        byte[] much = new byte[(int) CappedLog.CAP_BYTES * 3 + 10];
        Arrays.fill(much, (byte) 'x');

        new CappedLog(log).follow(new ByteArrayInputStream(much), "talkative");

        await().until(() -> Files.exists(log) && Files.size(log) == 10);
        assertThat(Files.size(path.resolve("server.log.1"))).isEqualTo(CappedLog.CAP_BYTES);
    }

    private LinuxProcess process(String name) throws Exception {
        long pid = Long.parseLong(Files.readString(path.resolve(name)).strip());
        return LinuxProcess.find(pid).orElseThrow();
    }
}
