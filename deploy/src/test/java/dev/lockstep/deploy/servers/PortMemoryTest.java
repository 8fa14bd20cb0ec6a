package dev.lockstep.deploy.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortMemoryTest {

    @TempDir
    private Path folder;

    @Test
    void aFreePortIsChosenOnceAndRemembered() {
        int first = new PortMemory(new ServerFolder(folder.resolve("pg"))).port("port", 0);
        int second = new PortMemory(new ServerFolder(folder.resolve("pg"))).port("port", 0);
        assertThat(second).isEqualTo(first).isBetween(PortMemory.LOWEST_PORT, PortMemory.HIGHEST_PORT);
    }

    @Test
    void neighboursNeverGetTheSamePortThoughNobodyListens() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            ports.add(new PortMemory(new ServerFolder(folder.resolve("server" + i))).port("port", 0));
        }
        assertThat(ports).hasSize(200);
    }

    @Test
    void oneFolderCanRememberSeveralPorts() {
        PortMemory memory = new PortMemory(new ServerFolder(folder.resolve("kafka")));
        assertThat(memory.port("port", 0)).isNotEqualTo(memory.port("controller-port", 0));
    }

    @Test
    void theWantedPortIsTakenThoughSomebodyListensOnIt() throws Exception {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int wanted = socket.getLocalPort();
            assertThat(new PortMemory(new ServerFolder(folder.resolve("pg"))).port("port", wanted))
                    .isEqualTo(wanted);
        }
    }

    @Test
    void anotherPortThanTheRememberedOneIsRefused() {
        PortMemory memory = new PortMemory(new ServerFolder(folder.resolve("pg")));
        memory.port("port", 20_001);
        assertThatThrownBy(() -> memory.port("port", 20_002))
                .isInstanceOf(ServerException.class)
                .hasMessage("Expected port 20002 but " + folder.resolve("pg") + " was created with port 20001; ask for"
                        + " that one or for 0, or write the new one into " + folder.resolve("pg/port") + ".");
    }

    @Test
    void aNeighbourThatIsNoServersFolderIsPassedOver() throws Exception {
        Files.createDirectories(folder.resolve("notes"));
        Files.writeString(folder.resolve("notes/port"), "the harbour");
        assertThat(new PortMemory(new ServerFolder(folder.resolve("pg"))).port("port", 0))
                .isPositive();
    }
}
