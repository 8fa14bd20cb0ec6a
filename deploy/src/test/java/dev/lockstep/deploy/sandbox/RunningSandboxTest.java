package dev.lockstep.deploy.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.deploy.command.Console;
import dev.lockstep.deploy.command.LockstepCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningSandboxTest {

    @TempDir
    private Path folder;

    private final AtomicInteger starts = new AtomicInteger();
    private final Members members = new Members();

    @BeforeEach
    void haveOneAgent() {
        members.addAgent(new InThisProcess("agent-1", folder, "", () -> {
            starts.incrementAndGet();
            return () -> {};
        }));
    }

    @Test
    void startsAMemberAgainOnRequestOfAnotherProcess() throws IOException {
        try (Occupation occupation = Occupation.of(folder);
                StartRequests requests = new StartRequests(folder.resolve(RunningSandbox.REQUESTS), members)) {
            requests.serve();

            long pid = RunningSandbox.on(folder).orElseThrow().start("agent-1");

            assertThat(pid).isEqualTo(ProcessHandle.current().pid());
            assertThat(starts).hasValue(1);
        }
    }

    @Test
    void saysWhichMembersThereAre() throws IOException {
        try (Occupation occupation = Occupation.of(folder);
                StartRequests requests = new StartRequests(folder.resolve(RunningSandbox.REQUESTS), members)) {
            requests.serve();
            RunningSandbox sandbox = RunningSandbox.on(folder).orElseThrow();

            assertThatThrownBy(() -> sandbox.start("agent-9"))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("expected one of agent-1, found \"agent-9\"");

            int exitCode = LockstepCommand.run(
                    Console.ofThisProcess(), "sandbox", "start", "agent-9", "--data", folder.toString());
            assertThat(exitCode).as("bad input").isEqualTo(2);
        }
    }

    @Test
    void aFolderWhoseSandboxHasEndedHasNone() throws IOException {
        assertThat(RunningSandbox.on(folder)).isEmpty();
        try (Occupation occupation = Occupation.of(folder)) {
            assertThat(RunningSandbox.on(folder)).isPresent();
            assertThatThrownBy(() -> Occupation.of(folder)).hasMessageContaining("another sandbox runs on it");
        }
        assertThat(RunningSandbox.on(folder)).isEmpty();
    }

    @Test
    void aFolderRemembersItsLayout() {
        assertThat(SandboxLayout.of(folder)).isEmpty();
        SandboxLayout layout = new SandboxLayout(1, 2, 3, 4);

        layout.rememberIn(folder);

        assertThat(SandboxLayout.of(folder)).contains(layout);
    }

    @Test
    void aTemporaryFolderGoesWithAllThatIsInIt() throws IOException {
        Path path;
        try (SandboxFolder temporary = SandboxFolder.temporary()) {
            path = temporary.path();
            Files.createDirectories(path.resolve("shard-1/data"));
            Files.writeString(path.resolve("shard-1/data/file"), "x");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void aLastingFolderStays() throws IOException {
        try (SandboxFolder lasting = SandboxFolder.lasting(folder.resolve("kept"))) {
            Files.writeString(lasting.path().resolve("file"), "x");
        }
        assertThat(folder.resolve("kept/file")).exists();
    }
}
