package dev.lockstep.coordinator;

import dev.lockstep.kafka.KafkaSecurity;
import dev.lockstep.settings.SecurityFileException;
import dev.lockstep.zookeeper.ZooKeeperSecurity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How this coordinator logs in at Kafka and ZooKeeper. */
record Logins(Map<String, String> kafka, ZooKeeperSecurity zookeeper) {
    /**
     * Reads both files; null stands for a plain connection.
     *
     * @throws SecurityFileException with every problem in both
     */
    static Logins read(@Nullable Path kafka, @Nullable Path zookeeper) {
        List<String> problems = new ArrayList<>();
        Logins logins = new Logins(
                kafka == null ? Map.of() : KafkaSecurity.read(kafka, problems),
                zookeeper == null ? ZooKeeperSecurity.NONE : ZooKeeperSecurity.read(zookeeper, problems));
        if (!problems.isEmpty()) {
            throw new SecurityFileException(problems);
        }
        return logins;
    }

    /** Never shows what is in it. */
    @Override
    public String toString() {
        return "Logins[" + kafka.size() + " properties for Kafka, " + zookeeper + "]";
    }
}
