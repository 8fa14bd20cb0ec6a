package dev.lockstep.agent.settings;

import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.engine.StandbyLimits;
import dev.lockstep.agent.engine.StrainLimits;
import dev.lockstep.kafka.KafkaSecurity;
import dev.lockstep.v1.Engine;
import dev.lockstep.zookeeper.ZooKeeperSecurity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads an agent's settings file (YAML). Paths in it start from its own folder. */
public final class SettingsFile {
    private static final List<String> KEYS = List.of(
            "name",
            "prefix",
            "kafka",
            "kafka_security_file",
            "zookeeper",
            "zookeeper_security_file",
            "coordinator",
            "trusted_keys",
            "approver_keys",
            "work_limit",
            "nodes");
    private static final List<String> NODE_KEYS = List.of(
            "fleet",
            "name",
            "engine",
            "url",
            "user",
            "password",
            "password_file",
            "labels",
            "ledger_schema",
            "backfill_workers",
            "throttle",
            "standbys");
    private static final List<String> THROTTLE_KEYS =
            List.of("replica_lag_seconds", "replicas", "wal_megabytes_per_second", "answer_millis");
    private static final List<String> STANDBY_KEYS = List.of("urls", "replay_delay_seconds");
    private static final Map<String, Engine> ENGINES =
            Map.of("postgres", Engine.POSTGRES, "mysql", Engine.MYSQL, "mariadb", Engine.MARIADB);
    private static final int USUAL_WORK_LIMIT = 1;

    private final Path file;
    private final List<String> problems = new ArrayList<>();

    private SettingsFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @throws SettingsException with every problem at once
     */
    public static AgentSettings read(Path file) {
        return new SettingsFile(file).read();
    }

    private AgentSettings read() {
        AgentSettings settings = settings(content());
        if (!problems.isEmpty()) {
            throw new SettingsException(file.toString(), problems);
        }
        return settings;
    }

    private Map<?, ?> content() {
        try {
            Object content = new Load(LoadSettings.builder()
                            .setLabel(file.toString())
                            .setAllowDuplicateKeys(false)
                            .build())
                    .loadFromString(Files.readString(file));
            if (content instanceof Map<?, ?> map) {
                return map;
            }
            throw new SettingsException(
                    file.toString(), List.of("expected a map with the keys " + String.join(", ", KEYS)));
        } catch (NoSuchFileException missing) {
            throw new SettingsException(file.toString(), List.of("expected a settings file there, found none"));
        } catch (IOException | YamlEngineException unreadable) {
            throw new SettingsException(file.toString(), List.of("it cannot be read: " + unreadable.getMessage()));
        }
    }

    private AgentSettings settings(Map<?, ?> content) {
        SettingsMap top = new SettingsMap("", content, KEYS, problems);
        List<Path> keys = publicKeys(top, "trusted_keys");
        List<Path> approverKeys = top.has("approver_keys") ? publicKeys(top, "approver_keys") : List.of();
        List<NodeSettings> nodes = new ArrayList<>();
        List<?> entries = top.list("nodes");
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof Map<?, ?> entry) {
                nodes.add(node(new SettingsMap("nodes[" + i + "].", entry, NODE_KEYS, problems)));
            } else {
                top.problem("nodes[" + i + "]", "expected a map, found " + entries.get(i));
            }
        }
        requireDifferentNames(top, nodes);
        return new AgentSettings(
                top.text("name"),
                top.optionalText("prefix").orElse(AgentSettings.USUAL_PREFIX),
                top.text("kafka"),
                top.text("zookeeper"),
                top.optionalText("coordinator"),
                keys,
                approverKeys,
                top.optionalText("kafka_security_file")
                        .map(name -> KafkaSecurity.read(resolve(name), problems))
                        .orElse(Map.of()),
                top.optionalText("zookeeper_security_file")
                        .map(name -> ZooKeeperSecurity.read(resolve(name), problems))
                        .orElse(ZooKeeperSecurity.NONE),
                top.positive("work_limit", USUAL_WORK_LIMIT),
                nodes);
    }

    private List<Path> publicKeys(SettingsMap top, String key) {
        List<Path> files = top.list(key).stream()
                .map(name -> resolve(String.valueOf(name)))
                .toList();
        files.stream()
                .filter(file -> !Files.isReadable(file))
                .forEach(file -> top.problem(key, "expected a public key file at " + file + ", found none"));
        return files;
    }

    private static void requireDifferentNames(SettingsMap top, List<NodeSettings> nodes) {
        Set<String> names = new HashSet<>();
        for (NodeSettings node : nodes) {
            if (!node.name().isEmpty() && !names.add(node.name())) {
                top.problem("nodes", "expected different names, found \"" + node.name() + "\" twice; rename one");
            }
        }
    }

    private NodeSettings node(SettingsMap node) {
        String engine = node.text("engine");
        if (!engine.isEmpty() && !ENGINES.containsKey(engine)) {
            node.problem("engine", "expected postgres, mysql or mariadb, found \"" + engine + "\"");
        }
        String url = node.text("url");
        requireAddress(node, "url", url);
        StrainLimits strainLimits = node.map("throttle", THROTTLE_KEYS)
                .map(SettingsFile::strainLimits)
                .orElse(StrainLimits.USUAL);
        return new NodeSettings(
                node.text("fleet"),
                node.text("name"),
                ENGINES.getOrDefault(engine, Engine.ENGINE_UNSPECIFIED),
                url,
                node.text("user"),
                password(node),
                node.texts("labels"),
                node.optionalText("ledger_schema").orElse(NodeSettings.USUAL_LEDGER_SCHEMA),
                node.positive("backfill_workers", NodeSettings.USUAL_BACKFILL_WORKERS),
                strainLimits,
                standbys(node, engine, strainLimits.replicas()));
    }

    private static void requireAddress(SettingsMap settings, String key, String url) {
        if (!url.isEmpty() && !url.startsWith("jdbc:")) {
            settings.problem(
                    key, "expected a JDBC address such as jdbc:postgresql://host/database, found \"" + url + "\"");
        }
        if (url.contains("password=")) {
            // The address shows in messages and in the driver's exceptions.
            settings.problem(key, "expected an address without a password; use password_file");
        }
    }

    private static StandbyLimits standbys(SettingsMap node, String engine, List<String> names) {
        if (node.has("standbys") && !engine.equals("postgres")) {
            node.problem(
                    "standbys",
                    "expected this for engine postgres only, found it for " + engine
                            + ", whose standbys are not looked at");
        }
        StandbyLimits usual = new StandbyLimits(List.of(), StandbyLimits.USUAL_REPLAY_DELAY_SECONDS, names);
        return node.map("standbys", STANDBY_KEYS)
                .map(standbys -> standbys(standbys, usual))
                .orElse(usual);
    }

    private static StandbyLimits standbys(SettingsMap standbys, StandbyLimits usual) {
        List<String> urls = standbys.has("urls")
                ? standbys.list("urls").stream().map(String::valueOf).toList()
                : usual.jdbcUrls();
        urls.forEach(url -> requireAddress(standbys, "urls", url));
        return new StandbyLimits(
                urls, standbys.positive("replay_delay_seconds", usual.replayDelaySeconds()), usual.names());
    }

    private static StrainLimits strainLimits(SettingsMap throttle) {
        StrainLimits usual = StrainLimits.USUAL;
        return new StrainLimits(
                throttle.positive("replica_lag_seconds", usual.replicaLagSeconds()),
                throttle.has("replicas")
                        ? throttle.list("replicas").stream()
                                .map(String::valueOf)
                                .toList()
                        : usual.replicas(),
                throttle.positive("wal_megabytes_per_second", usual.walMegabytesPerSecond()),
                throttle.positive("answer_millis", usual.answerMillis()));
    }

    private Secret password(SettingsMap node) {
        if (node.has("password") == node.has("password_file")) {
            node.problem("password_file", "expected either password_file or password, found both or neither");
            return new Secret("");
        }
        if (node.has("password")) {
            requireOwnerOnly(node, "password", file);
            return new Secret(node.text("password"));
        }
        Path secret = resolve(node.text("password_file"));
        try {
            requireOwnerOnly(node, "password_file", secret);
            return new Secret(Files.readString(secret).strip());
        } catch (IOException unreadable) {
            node.problem("password_file", "expected a readable file at " + secret + ", found " + unreadable);
            return new Secret("");
        }
    }

    private static void requireOwnerOnly(SettingsMap node, String key, Path secret) {
        Set<PosixFilePermission> ofOthers = EnumSet.of(
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.GROUP_WRITE,
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_WRITE);
        try {
            if (Files.exists(secret)
                    && Files.getPosixFilePermissions(secret).stream().anyMatch(ofOthers::contains)) {
                node.problem(
                        key,
                        "expected " + secret + " to be readable by its owner only, because it holds a password, but"
                                + " others may read or write it; run: chmod 600 " + secret);
            }
        } catch (IOException unreadable) {
            node.problem(key, "the permissions of " + secret + " cannot be read: " + unreadable);
        }
    }

    private Path resolve(String path) {
        return file.toAbsolutePath().resolveSibling(path).normalize();
    }
}
