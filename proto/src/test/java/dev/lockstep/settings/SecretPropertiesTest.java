package dev.lockstep.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.kafka.KafkaSecurity;
import dev.lockstep.zookeeper.ZooKeeperSecurity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that say how to log in at Kafka and ZooKeeper. */
class SecretPropertiesTest {
    @TempDir
    Path folder;

    private final List<String> problems = new ArrayList<>();

    @Test
    void kafkasClientPropertiesAreRead() throws IOException {
        Path file = file("rw-------", """
                # of the coordinators
                security.protocol=SASL_SSL
                sasl.mechanism = SCRAM-SHA-512
                sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\
                    username="lockstep" password="hush";
                ssl.truststore.location=/etc/lockstep/kafka.p12
                """);

        Map<String, String> read = KafkaSecurity.read(file, problems);

        assertThat(problems).isEmpty();
        assertThat(read)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"lockstep\""
                                + " password=\"hush\";")
                .hasSize(4);
    }

    @Test
    void everyProblemIsToldAtOnceAndNoSecretWithIt() throws IOException {
        Path file = file("rw-r-----", """
                security.protocoll=SASL_SSL
                bootstrap.servers=hush
                ssl.key.password=
                sasl.jaas.config=hush
                """);

        KafkaSecurity.read(file, problems);

        assertThat(problems)
                .containsExactly(
                        "expected " + file
                                + " to be readable by its owner only, because it may hold secrets, but others"
                                + " may read or write it; run: chmod 600 " + file,
                        "unknown key `bootstrap.servers` in " + file,
                        "unknown key `security.protocoll` in " + file + "; did you mean `security.protocol`?",
                        "expected a value for `ssl.key.password` in " + file + ", but it is empty; add it, or take the"
                                + " key away");
        assertThat(new SecurityFileException(problems)).hasMessageNotContaining("hush");
    }

    @Test
    void aFileThatOthersMayWriteIsRefusedToo() throws IOException {
        KafkaSecurity.read(file("rw-----w-", "security.protocol=SSL"), problems);

        assertThat(problems).singleElement().asString().contains("chmod 600");
    }

    @Test
    void aMissingFileIsSaid() {
        KafkaSecurity.read(folder.resolve("none"), problems);

        assertThat(problems)
                .containsExactly("expected a properties file at " + folder.resolve("none") + ", but there is none");
    }

    @Test
    void aFileThatIsNoTextIsSaidWithoutItsContent() throws IOException {
        Path file = file("rw-------", "");
        Files.write(file, new byte[] {'h', 'u', 's', 'h', (byte) 0xff});

        KafkaSecurity.read(file, problems);

        assertThat(problems)
                .singleElement()
                .asString()
                .contains("cannot be read")
                .doesNotContain("hush");
    }

    @Test
    void zooKeepersLoginAndItsClientPropertiesAreRead() throws IOException {
        ZooKeeperSecurity read = ZooKeeperSecurity.read(file("rw-------", """
                        digest=lockstep:hu:sh
                        zookeeper.client.secure=true
                        zookeeper.ssl.trustStore.location=/etc/lockstep/zookeeper.p12
                        """), problems);

        assertThat(problems).isEmpty();
        assertThat(read.digest()).isEqualTo("lockstep:hu:sh");
        assertThat(read.hasCredentials()).isTrue();
        assertThat(read.client())
                .as("TLS needs the other socket")
                .containsEntry("zookeeper.clientCnxnSocket", "org.apache.zookeeper.ClientCnxnSocketNetty")
                .containsEntry("zookeeper.ssl.trustStore.location", "/etc/lockstep/zookeeper.p12");
        assertThat(read).asString().doesNotContain("hu:sh");
    }

    @Test
    void aDigestNeedsAUserAndAPassword() throws IOException {
        ZooKeeperSecurity.read(file("rw-------", "digest=hush\nzookeeper.ssl.keystore.location=/x\n"), problems);

        assertThat(problems).hasSize(2).noneMatch(problem -> problem.contains("hush"));
        assertThat(problems.get(0)).endsWith("did you mean `zookeeper.ssl.keyStore.location`?");
        assertThat(problems.get(1)).startsWith("expected `digest` in ").contains("user:password");
    }

    @Test
    void encryptionAloneMakesNobody() throws IOException {
        assertThat(ZooKeeperSecurity.read(file("rw-------", "zookeeper.client.secure=true"), problems)
                        .hasCredentials())
                .isFalse();
        assertThat(ZooKeeperSecurity.read(file("rw-------", "zookeeper.sasl.clientconfig=Lockstep"), problems)
                        .hasCredentials())
                .isTrue();
    }

    private Path file(String permissions, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("security.properties"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
