package dev.lockstep.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.agent.engine.StandbyLimits;
import dev.lockstep.agent.engine.StrainLimits;
import dev.lockstep.v1.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    private static final String RIGHT = """
            name: agent-1
            kafka: localhost:9092
            zookeeper: localhost:2181
            trusted_keys: [coordinator.pub]
            work_limit: 2
            nodes:
              - fleet: orders
                name: shard-1
                engine: mariadb
                url: jdbc:mysql://localhost/orders
                user: lockstep
                password_file: shard-1.secret
                labels: {canary: true}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("coordinator.pub"), "key");
        Files.writeString(folder.resolve("shard-1.secret"), "hush\n");
        allow("shard-1.secret", "rw-------");
    }

    @Test
    void aRightFileIsRead() throws IOException {
        AgentSettings settings = read(RIGHT);
        assertThat(settings.name()).isEqualTo("agent-1");
        assertThat(settings.prefix()).isEqualTo("lockstep");
        assertThat(settings.coordinator()).isEmpty();
        assertThat(settings.workLimit()).isEqualTo(2);
        assertThat(settings.approverKeys()).isEmpty();
        NodeSettings node = settings.nodes().get(0);
        assertThat(node.engine()).isEqualTo(Engine.MARIADB);
        assertThat(node.password().reveal()).isEqualTo("hush");
        assertThat(node.labelTexts()).containsExactly("canary=true");
        assertThat(node.ledgerSchema()).isEqualTo("lockstep");
        assertThat(node.backfillWorkers()).isEqualTo(1);
        assertThat(settings.toString()).doesNotContain("hush");
    }

    @Test
    void approversAreNamedByTheirKeys() throws IOException {
        String approvers = RIGHT.replace("work_limit: 2", "approver_keys: [coordinator.pub]");
        assertThat(read(approvers).approverKeys()).containsExactly(folder.resolve("coordinator.pub"));
        assertThatThrownBy(() -> read(approvers.replace("[coordinator.pub]\nnodes", "[anna.pub]\nnodes")))
                .hasMessageContaining("`approver_keys`: expected a public key file at " + folder.resolve("anna.pub"));
        assertThatThrownBy(() -> read(approvers.replace("[coordinator.pub]\nnodes", "[]\nnodes")))
                .hasMessageContaining("`approver_keys`: expected a list with at least one entry");
    }

    @Test
    void aNodeMayHaveSeveralWorkersForABackfill() throws IOException {
        assertThat(read(RIGHT + "    backfill_workers: 4\n").nodes().get(0).backfillWorkers())
                .isEqualTo(4);
        assertThat(read(RIGHT).nodes().get(0).strainLimits()).isEqualTo(StrainLimits.USUAL);
        assertThat(read(RIGHT + "    throttle: {replica_lag_seconds: 3, replicas: [standby1], answer_millis: 50}\n")
                        .nodes()
                        .get(0)
                        .strainLimits())
                .isEqualTo(new StrainLimits(3, List.of("standby1"), Integer.MAX_VALUE, 50));
        assertThatThrownBy(() -> read(RIGHT + "    throttle: {replica_lag: 3}\n"))
                .hasMessageContaining("unknown key `nodes[0].throttle.replica_lag`");
        assertThatThrownBy(() -> read(RIGHT + "    backfill_workers: 0\n"))
                .hasMessageContaining("`nodes[0].backfill_workers`: expected a number of at least 1, found 0");
    }

    @Test
    void aPostgresNodeMayNameItsStandbys() throws IOException {
        String postgres = RIGHT.replace("mariadb", "postgres").replace("jdbc:mysql:", "jdbc:postgresql:");
        assertThat(read(postgres).nodes().get(0).address().standbys()).isEqualTo(StandbyLimits.USUAL);
        assertThat(read(postgres + "    throttle: {replicas: [berlin-2]}\n"
                                + "    standbys: {urls: ['jdbc:postgresql://berlin-2/orders'], replay_delay_seconds: 3}\n")
                        .nodes()
                        .get(0)
                        .address()
                        .standbys())
                .isEqualTo(new StandbyLimits(List.of("jdbc:postgresql://berlin-2/orders"), 3, List.of("berlin-2")));
        assertThatThrownBy(() -> read(postgres + "    standbys: {urls: ['berlin-2?password=hush'], names: [a]}\n"))
                .hasMessageContaining("`nodes[0].standbys.urls`: expected a JDBC address")
                .hasMessageContaining("`nodes[0].standbys.urls`: expected an address without a password")
                .hasMessageContaining("unknown key `nodes[0].standbys.names`");
        assertThatThrownBy(() -> read(RIGHT + "    standbys: {replay_delay_seconds: 3}\n"))
                .hasMessageContaining(
                        "`nodes[0].standbys`: expected this for engine postgres only, found it for mariadb");
    }

    @Test
    void howToLogInStandsInFilesBesideIt() throws IOException {
        Files.writeString(folder.resolve("kafka.properties"), "security.protocol=SSL");
        Files.writeString(folder.resolve("zookeeper.properties"), "digest=lockstep:hush");
        allow("kafka.properties", "rw-------");
        allow("zookeeper.properties", "rw-------");
        String text = "kafka_security_file: kafka.properties\nzookeeper_security_file: zookeeper.properties\n" + RIGHT;

        AgentSettings settings = read(text);

        assertThat(settings.kafkaSecurity()).containsExactly(java.util.Map.entry("security.protocol", "SSL"));
        assertThat(settings.zookeeperSecurity().digest()).isEqualTo("lockstep:hush");
        assertThat(settings.toString()).doesNotContain("hush");
        allow("kafka.properties", "rw-r--r--");
        Files.writeString(folder.resolve("zookeeper.properties"), "digests=lockstep:hush");
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("kafka.properties to be readable by its owner only")
                .hasMessageContaining("unknown key `digests`")
                .hasMessageNotContaining("hush");
    }

    @Test
    void everyProblemIsToldAtOnce() {
        String wrong = RIGHT.replace("zookeeper:", "zookeper:")
                .replace("mariadb", "oracle")
                .replace("work_limit: 2", "work_limit: none")
                .replace("    user: lockstep\n", "");
        assertThatThrownBy(() -> read(wrong))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("unknown key `zookeper`; did you mean `zookeeper`?")
                .hasMessageContaining("`zookeeper`: expected a text, found nothing")
                .hasMessageContaining("`nodes[0].engine`: expected postgres, mysql or mariadb, found \"oracle\"")
                .hasMessageContaining("`work_limit`: expected a number of at least 1, found none")
                .hasMessageContaining("`nodes[0].user`: expected a text, found nothing");
    }

    @Test
    void aPasswordThatOthersMayReadIsRefused() throws IOException {
        allow("shard-1.secret", "rw-r--r--");
        assertThatThrownBy(() -> read(RIGHT))
                .hasMessageContaining("chmod 600 " + folder.resolve("shard-1.secret"))
                .hasMessageNotContaining("hush");
    }

    @Test
    void aPasswordInTheFileAsksForTheSameOfTheFile() throws IOException {
        String inside = RIGHT.replace("password_file: shard-1.secret", "password: hush");
        assertThatThrownBy(() -> read(inside)).hasMessageContaining("chmod 600").hasMessageNotContaining("hush");
        allow("agent.yaml", "rw-------");
        assertThat(SettingsFile.read(folder.resolve("agent.yaml"))
                        .nodes()
                        .get(0)
                        .password()
                        .reveal())
                .isEqualTo("hush");
    }

    @Test
    void aPasswordInTheAddressIsRefused() {
        assertThatThrownBy(() -> read(RIGHT.replace("/orders\n", "/orders?password=hush\n")))
                .hasMessageContaining("expected an address without a password");
    }

    @Test
    void namesOfNodesMustDiffer() {
        String node = RIGHT.substring(RIGHT.indexOf("  - fleet"));
        assertThatThrownBy(() -> read(RIGHT + node)).hasMessageContaining("found \"shard-1\" twice");
    }

    @Test
    void aFileThatIsNoMapIsRefused() {
        assertThatThrownBy(() -> read("- just\n- a list\n")).hasMessageContaining("expected a map");
        assertThatThrownBy(() -> read("name: [")).hasMessageContaining("it cannot be read");
    }

    private AgentSettings read(String text) throws IOException {
        Path file = folder.resolve("agent.yaml");
        Files.writeString(file, text);
        allow("agent.yaml", "rw-r--r--");
        return SettingsFile.read(file);
    }

    private void allow(String name, String permissions) throws IOException {
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString(permissions));
    }
}
