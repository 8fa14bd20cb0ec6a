package dev.lockstep.integration.fleet;

import dev.lockstep.deploy.servers.EmbeddedKafka;
import dev.lockstep.deploy.servers.EmbeddedZooKeeper;
import dev.lockstep.kafka.TopicNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A Kafka at which everybody must log in and may do only what is allowed, and a ZooKeeper. */
final class SecuredArbiters implements AutoCloseable {
    private static final String LOGIN_MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    private final Path folder;
    private final EmbeddedKafka kafka;
    private final EmbeddedZooKeeper zooKeeper;
    private final Path zooKeeperFile;

    SecuredArbiters(Path folder) {
        this.folder = folder;
        this.kafka = new EmbeddedKafka("kafka", folder.resolve("kafka"), SecuredArbiters::withLogin);
        this.zooKeeper = new EmbeddedZooKeeper("zookeeper", folder.resolve("zookeeper"), 0);
        this.zooKeeperFile = secret("zookeeper.properties", "digest=lockstep:hush-zookeeper");
        kafka.start();
        zooKeeper.start();
    }

    private static Map<String, Object> withLogin(Map<String, Object> usual) {
        Map<String, Object> settings = new HashMap<>(usual);
        for (String addresses : List.of("listeners", "advertised.listeners")) {
            settings.computeIfPresent(
                    addresses, (key, value) -> value.toString().replace("PLAINTEXT://", "SASL_PLAINTEXT://"));
        }
        settings.put("listener.security.protocol.map", "SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("security.inter.broker.protocol", "SASL_PLAINTEXT");
        settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        settings.put(
                "listener.name.sasl_plaintext.plain.sasl.jaas.config",
                LOGIN_MODULE + "username=\"admin\" password=\"hush-admin\" user_admin=\"hush-admin\""
                        + " user_coordinators=\"hush-coordinators\" user_agents=\"hush-agents\";");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        // The controller's own listener knows nobody.
        settings.put("super.users", "User:admin;User:ANONYMOUS");
        return settings;
    }

    Arbiters arbiters() {
        return arbiters("hush-coordinators");
    }

    Arbiters arbitersWithWrongPassword() {
        return arbiters("guessed");
    }

    private Arbiters arbiters(String password) {
        return new Arbiters(
                kafka.url(),
                zooKeeper.url(),
                secret("coordinators-" + password + ".properties", login("coordinators", password)),
                secret("agents.properties", login("agents", "hush-agents")),
                zooKeeperFile);
    }

    private static String login(String user, String password) {
        return "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=" + LOGIN_MODULE
                + "username=\"" + user + "\" password=\"" + password + "\";\n";
    }

    private Path secret(String name, String text) {
        try {
            Path file = folder.resolve(name);
            if (Files.notExists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            return Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Gives the rights that docs/production.md lists. */
    void allow(String prefix, String fleet) throws ExecutionException, InterruptedException {
        List<AclBinding> rights = new ArrayList<>();
        for (AclOperation operation : List.of(
                AclOperation.CREATE,
                AclOperation.DESCRIBE,
                AclOperation.DESCRIBE_CONFIGS,
                AclOperation.READ,
                AclOperation.WRITE)) {
            rights.add(right("coordinators", ResourceType.TOPIC, prefix + ".", PatternType.PREFIXED, operation));
        }
        for (AclOperation operation : List.of(AclOperation.DESCRIBE, AclOperation.WRITE)) {
            rights.add(right(
                    "coordinators", ResourceType.TRANSACTIONAL_ID, prefix + ".", PatternType.PREFIXED, operation));
        }
        for (AclOperation operation : List.of(AclOperation.DESCRIBE, AclOperation.IDEMPOTENT_WRITE)) {
            rights.add(right("coordinators", ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, operation));
        }
        String directives = new TopicNames(prefix).directives(fleet);
        for (AclOperation operation : List.of(AclOperation.DESCRIBE, AclOperation.READ)) {
            rights.add(right("agents", ResourceType.TOPIC, directives, PatternType.LITERAL, operation));
        }
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", kafka.url());
        properties.put("security.protocol", "SASL_PLAINTEXT");
        properties.put("sasl.mechanism", "PLAIN");
        properties.put("sasl.jaas.config", LOGIN_MODULE + "username=\"admin\" password=\"hush-admin\";");
        try (Admin admin = Admin.create(properties)) {
            admin.createAcls(rights).all().get();
        }
    }

    private static AclBinding right(
            String user, ResourceType type, String name, PatternType pattern, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    @Override
    public void close() {
        kafka.stop();
        zooKeeper.stop();
    }
}
