package dev.lockstep.zookeeper;

import dev.lockstep.settings.SecretProperties;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How clients log in at ZooKeeper and encrypt what they send.
 *
 * @param digest {@code user:password} of scheme {@code digest}; empty for none
 * @param client ZooKeeper's own client properties
 */
public record ZooKeeperSecurity(String digest, Map<String, String> client) {
    /** A plain connection of nobody, as to an embedded ZooKeeper. */
    public static final ZooKeeperSecurity NONE = new ZooKeeperSecurity("", Map.of());

    private static final String DIGEST = "digest";
    private static final String SECURE = "zookeeper.client.secure";
    private static final String SOCKET = "zookeeper.clientCnxnSocket";
    private static final String SASL_LOGIN = "zookeeper.sasl.clientconfig";

    /** The client properties that may be given. */
    private static final Set<String> CLIENT_KEYS = Set.of(
            SECURE,
            SOCKET,
            SASL_LOGIN,
            "zookeeper.sasl.client",
            "zookeeper.sasl.client.username",
            "zookeeper.sasl.client.canonicalize.hostname",
            "zookeeper.server.principal",
            "zookeeper.server.realm",
            "zookeeper.kinit",
            "zookeeper.fips-mode",
            "zookeeper.ssl.protocol",
            "zookeeper.ssl.enabledProtocols",
            "zookeeper.ssl.ciphersuites",
            "zookeeper.ssl.sslProvider",
            "zookeeper.ssl.keyStore.location",
            "zookeeper.ssl.keyStore.password",
            "zookeeper.ssl.keyStore.passwordPath",
            "zookeeper.ssl.keyStore.type",
            "zookeeper.ssl.trustStore.location",
            "zookeeper.ssl.trustStore.password",
            "zookeeper.ssl.trustStore.passwordPath",
            "zookeeper.ssl.trustStore.type",
            "zookeeper.ssl.context.supplier.class",
            "zookeeper.ssl.hostnameVerification",
            "zookeeper.ssl.clientHostnameVerification",
            "zookeeper.ssl.allowReverseDnsLookup",
            "zookeeper.ssl.crl",
            "zookeeper.ssl.ocsp",
            "zookeeper.ssl.handshakeDetectionTimeoutMillis");

    public ZooKeeperSecurity {
        client = Map.copyOf(client);
    }

    /**
     * Reads a properties file: {@code digest=user:password}, and ZooKeeper's client properties.
     *
     * @param problems takes what is wrong
     */
    public static ZooKeeperSecurity read(Path file, List<String> problems) {
        Set<String> known = new LinkedHashSet<>(CLIENT_KEYS);
        known.add(DIGEST);
        Map<String, String> found = new TreeMap<>(SecretProperties.read(file, known, problems));
        String digest = Optional.ofNullable(found.remove(DIGEST)).orElse("");
        if (!digest.isEmpty() && !digest.matches("[^:]+:.+")) {
            problems.add("expected `digest` in " + file + " to read user:password, but there is no such colon in it");
        }
        if ("true".equals(found.get(SECURE))) {
            // No other socket of ZooKeeper's can do TLS.
            found.putIfAbsent(SOCKET, "org.apache.zookeeper.ClientCnxnSocketNetty");
        }
        return new ZooKeeperSecurity(digest, found);
    }

    /** Whether a client is somebody, so that what it creates can be its own. */
    public boolean hasCredentials() {
        return !digest.isEmpty() || client.containsKey(SASL_LOGIN);
    }

    /** The bytes that scheme {@code digest} logs in with. */
    public byte[] digestBytes() {
        return digest.getBytes(StandardCharsets.UTF_8);
    }

    /** Never shows what is in it. */
    @Override
    public String toString() {
        return "ZooKeeperSecurity[" + (hasCredentials() ? "with" : "without") + " credentials, " + client.size()
                + " properties]";
    }
}
