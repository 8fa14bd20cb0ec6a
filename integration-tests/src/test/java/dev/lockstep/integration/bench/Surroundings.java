package dev.lockstep.integration.bench;

import dev.lockstep.kafka.KafkaCluster;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import java.nio.file.Path;
import java.util.List;

/**
 * What a benchmark runs on.
 *
 * @param kafka address of a real broker
 * @param zooKeeper address of a real ZooKeeper
 * @param prefix of topics and paths, used by nobody else
 * @param folder for logs and keys
 * @param keyFile the coordinator's key
 */
record Surroundings(String kafka, String zooKeeper, String prefix, Path folder, Path keyFile) {
    static Surroundings of(String kafka, String zooKeeper, String prefix, Path folder) {
        Path keyFile = folder.resolve("coordinator.key");
        SigningKey.generate().write(keyFile);
        return new Surroundings(kafka, zooKeeper, prefix, folder, keyFile);
    }

    /** The same under another prefix. */
    Surroundings withPrefix(String other) {
        return new Surroundings(kafka, zooKeeper, other, folder, keyFile);
    }

    KafkaCluster cluster() {
        return KafkaCluster.plain(kafka, prefix);
    }

    SigningKey key() {
        return SigningKey.read(keyFile);
    }

    TrustedKeys trusted() {
        return TrustedKeys.read(List.of(publicKeyFile()));
    }

    Path publicKeyFile() {
        return SigningKey.publicFileOf(keyFile);
    }
}
