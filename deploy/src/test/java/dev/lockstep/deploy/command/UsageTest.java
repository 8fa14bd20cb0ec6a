package dev.lockstep.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class UsageTest {

    static Stream<List<String>> everyCommand() {
        List<List<String>> paths = new ArrayList<>();
        Console none = Console.ofThisProcess();
        collect(LockstepCommand.commandLine(none), List.of(), paths);
        return paths.stream();
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> paths) {
        for (Map.Entry<String, CommandLine> entry : command.getSubcommands().entrySet()) {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(entry.getKey());
            paths.add(deeper);
            collect(entry.getValue(), deeper, paths);
        }
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void helpOfEachCommandShowsAnExampleOfIt(List<String> path) {
        List<String> arguments = new ArrayList<>(path);
        arguments.add("--help");

        CommandRun run = CommandRun.of(arguments.toArray(new String[0]));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).containsPattern("Examples?:\\n").contains("lockstep " + String.join(" ", path));
    }

    @Test
    void thereIsEveryCommandThatIsPromised() {
        assertThat(everyCommand().map(path -> String.join(" ", path)))
                .contains(
                        "demo",
                        "sandbox",
                        "sandbox start",
                        "coordinator",
                        "agent",
                        "lint",
                        "plan",
                        "apply",
                        "approve",
                        "release",
                        "pause",
                        "resume",
                        "rollback",
                        "status",
                        "watch",
                        "nodes",
                        "roster list",
                        "roster join",
                        "roster leave",
                        "roster waive",
                        "history",
                        "audit verify",
                        "drift",
                        "completion");
    }

    @Test
    void anUnknownOptionIsBadInput() {
        CommandRun run = CommandRun.of("status", "--flet", "orders");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Unknown options: '--flet', 'orders'").contains("next: did you mean --fleet?");
    }

    @Test
    void withJsonAlsoBadInputIsJson() {
        CommandRun run = CommandRun.of("status", "--json", "--nonsense");

        JsonObject failure = JsonParser.parseString(run.err()).getAsJsonObject();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(failure.keySet()).containsExactly("code", "message", "nextStep");
        assertThat(failure.get("code").getAsString()).isEqualTo("INVALID");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void noCommandIsBadInput() {
        assertThat(CommandRun.of().exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("audit").exitCode()).isEqualTo(2);
    }

    @Test
    void anAddressThatIsNoneIsBadInput() {
        CommandRun run = CommandRun.of("status", "--coordinator", "localhost");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("expected --coordinator HOST:PORT[,HOST:PORT…], found \"localhost\"");
    }

    @Test
    void nobodyAtTheAddressIsAFailureThatSaysWhatToDo() {
        CommandRun run = CommandRun.of("status", "--json", "--coordinator", "127.0.0.1:1,127.0.0.1:2");

        JsonObject failure = JsonParser.parseString(run.err()).getAsJsonObject();
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(failure.get("code").getAsString()).isEqualTo("UNREACHABLE");
        assertThat(failure.get("message").getAsString()).contains("127.0.0.1:1, 127.0.0.1:2");
        assertThat(failure.get("nextStep").getAsString()).contains("LOCKSTEP_COORDINATOR");
    }

    @Test
    void completionIsAScriptThatKnowsTheCommands() {
        CommandRun run = CommandRun.of("completion");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("#!/usr/bin/env bash")
                .contains("rollback")
                .contains("--confirm-loss");
    }

    @Test
    void theAgentsSettingsMustBeNamed() {
        assertThat(CommandRun.of("agent").exitCode()).isEqualTo(2);
    }

    @Test
    void aSandboxWithoutNodesIsBadInput() {
        CommandRun run = CommandRun.of("sandbox", "--postgres", "0", "--mariadb", "0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("expected at least one node");
    }

    @Test
    void aFolderOfAnotherLayoutIsBadInput(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder)
            throws java.io.IOException {
        java.nio.file.Files.writeString(
                folder.resolve("layout"), "--postgres 1 --mariadb 1 --mysql 0 --coordinators 2");

        CommandRun run = CommandRun.of("sandbox", "--data", folder.toString(), "--postgres", "2");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("--postgres 1 --mariadb 1 --mysql 0 --coordinators 2, found --postgres 2 --mariadb 1");
    }

    @Test
    void startingAMemberOfNoSandboxFails(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) {
        CommandRun run = CommandRun.of("sandbox", "start", "agent-1", "--data", folder.toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("expected a running sandbox on " + folder);
    }
}
