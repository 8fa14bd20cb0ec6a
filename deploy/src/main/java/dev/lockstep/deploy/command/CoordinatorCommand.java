package dev.lockstep.deploy.command;

import dev.lockstep.coordinator.Coordinator;
import dev.lockstep.coordinator.CoordinatorSettings;
import dev.lockstep.deploy.sandbox.Closer;
import dev.lockstep.settings.SecurityFileException;
import dev.lockstep.signing.SigningKey;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "coordinator",
        description = {
            "Run a coordinator until it is asked to end (SIGTERM, Ctrl-C).",
            "Without --kafka and --zookeeper it starts both itself and keeps their data in its data folder: enough for"
                    + " one machine. Each option can also be given as an environment variable, such as"
                    + " LOCKSTEP_KAFKA."
        },
        footer = {
            "",
            "Examples:",
            "  lockstep coordinator",
            "  lockstep coordinator --name berlin-1 --listen 0.0.0.0:7400 --advertise berlin-1.example.com \\",
            "      --kafka kafka-1:9092,kafka-2:9092 --zookeeper zoo-1:2181,zoo-2:2181 \\",
            "      --signing-key /etc/lockstep/berlin-1.pem \\",
            "      --trusted-key /etc/lockstep/berlin-1.pem.pub --trusted-key /etc/lockstep/berlin-2.pem.pub"
        })
final class CoordinatorCommand implements Callable<Integer> {

    private record Ready(String name, String address, String kafka, String zookeeper, long pid) {}

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "${env:LOCKSTEP_NAME:-coordinator-1}",
            description = "Unique among the coordinators of a cluster. Default: coordinator-1.")
    private String name = "";

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = Address.Converter.class,
            defaultValue = "${env:LOCKSTEP_LISTEN:-127.0.0.1:7400}",
            description = "Where to listen; port 0 takes a free one. Default: 127.0.0.1:7400.")
    private Address listen = new Address("127.0.0.1", 7400);

    @Option(
            names = "--advertise",
            paramLabel = "HOST",
            defaultValue = "${env:LOCKSTEP_ADVERTISE}",
            description = "How agents and users reach this machine. Default: the host of --listen.")
    private @Nullable String advertise;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT[,…]",
            defaultValue = "${env:LOCKSTEP_KAFKA}",
            description = "Kafka's bootstrap servers.")
    private @Nullable String kafka;

    @Option(
            names = "--zookeeper",
            paramLabel = "HOST:PORT[,…]",
            defaultValue = "${env:LOCKSTEP_ZOOKEEPER}",
            description = "ZooKeeper's servers.")
    private @Nullable String zooKeeper;

    @Option(
            names = "--kafka-security",
            paramLabel = "FILE",
            defaultValue = "${env:LOCKSTEP_KAFKA_SECURITY}",
            description = "Properties with which to log in at Kafka: security.protocol, sasl.*, ssl.*. Readable by its"
                    + " owner only. Default: a plain connection.")
    private @Nullable Path kafkaSecurity;

    @Option(
            names = "--zookeeper-security",
            paramLabel = "FILE",
            defaultValue = "${env:LOCKSTEP_ZOOKEEPER_SECURITY}",
            description = "Properties with which to log in at ZooKeeper: digest=user:password, zookeeper.client.secure,"
                    + " zookeeper.ssl.*, zookeeper.sasl.*. Readable by its owner only. Default: a plain connection.")
    private @Nullable Path zooKeeperSecurity;

    @Option(
            names = "--prefix",
            paramLabel = "WORD",
            defaultValue = "${env:LOCKSTEP_PREFIX:-lockstep}",
            description = "Of topics and ZooKeeper paths; the same for agents. Default: lockstep.")
    private String prefix = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:LOCKSTEP_DATA:-lockstep-data}",
            description = "Folder of keys and embedded servers. Default: lockstep-data.")
    private Path data = Path.of("");

    @Option(
            names = "--signing-key",
            paramLabel = "FILE",
            defaultValue = "${env:LOCKSTEP_SIGNING_KEY}",
            description = "Ed25519 key (PKCS#8, PEM) that signs decisions; its public half is FILE.pub. Default:"
                    + " signing.pem in the data folder, made at the first start.")
    private @Nullable Path signingKey;

    @Option(
            names = "--trusted-key",
            paramLabel = "FILE",
            split = ",",
            defaultValue = "${env:LOCKSTEP_TRUSTED_KEYS}",
            description = "Public key of a coordinator of this cluster, this one's included; may be given several"
                    + " times. Default: its own alone.")
    private @Nullable List<Path> trustedKeys;

    @Option(
            names = "--approver-key",
            paramLabel = "FILE",
            split = ",",
            defaultValue = "${env:LOCKSTEP_APPROVER_KEYS}",
            description = "Public key of somebody whose approvals count; may be given several times. Then an approval"
                    + " needs the signature of one of them. Default: approvals need no signature.")
    private @Nullable List<Path> approverKeys;

    @Option(names = "--json", description = "Say that it is ready as one line of JSON.")
    private boolean json;

    @Mixin
    private final ReadyFile readyFile = new ReadyFile();

    private final Console console;

    CoordinatorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Closer closer = new Closer();
        EndOfProcess.ends(closer);
        try {
            serve(closer);
        } finally {
            closer.close();
        }
        return ExitCode.YES.number();
    }

    private void serve(Closer closer) {
        requireAddressOf("kafka", kafka, kafkaSecurity);
        requireAddressOf("zookeeper", zooKeeper, zooKeeperSecurity);
        Path key = signingKey == null ? data.resolve("signing.pem") : signingKey;
        if (signingKey == null) {
            SigningKey.readOrCreate(key);
        }
        List<Path> trusted = trustedKeys == null ? List.of(SigningKey.publicFileOf(key)) : trustedKeys;
        EmbeddedArbiter arbiter = EmbeddedArbiter.startMissing(kafka, zooKeeper, data, closer);
        String host = advertise == null ? reachable(listen.host()) : advertise;
        CoordinatorSettings settings = new CoordinatorSettings(
                name,
                prefix,
                arbiter.kafka(),
                arbiter.zooKeeper(),
                listen.host(),
                listen.port(),
                host,
                CoordinatorSettings.DEFAULT_SESSION_TIMEOUT_MILLIS,
                key,
                trusted);
        Coordinator coordinator = start(
                settings.withSnapshots(data.resolve("snapshots").resolve(name))
                        .withSecurity(kafkaSecurity, zooKeeperSecurity)
                        .withApprovers(approverKeys == null ? List.of() : approverKeys),
                closer);
        String address = host + ":" + coordinator.port();
        Ready ready = new Ready(
                name,
                address,
                arbiter.kafka(),
                arbiter.zooKeeper(),
                ProcessHandle.current().pid());
        console.out().println(json ? Json.of(ready) : text(ready));
        readyFile.write(address);
        EndOfProcess.await();
    }

    private static Coordinator start(CoordinatorSettings settings, Closer closer) {
        try {
            return closer.add(Coordinator.start(settings));
        } catch (SecurityFileException wrong) {
            throw CommandFailure.badInput(String.valueOf(wrong.getMessage()), "mend the files, then start again");
        }
    }

    /** An embedded server knows nobody. */
    private static void requireAddressOf(String server, @Nullable String address, @Nullable Path security) {
        if (address == null && security != null) {
            throw CommandFailure.badInput(
                    "expected --" + server + " with --" + server + "-security, but there is no address, so an embedded"
                            + " server would be started, which nobody logs in at",
                    "add --" + server + " HOST:PORT");
        }
    }

    private static String reachable(String listenHost) {
        return listenHost.equals("0.0.0.0") ? "127.0.0.1" : listenHost;
    }

    private static String text(Ready ready) {
        return "ready: " + ready.name() + " at " + ready.address() + ", page at http://" + ready.address() + "/, Kafka "
                + ready.kafka() + ", ZooKeeper " + ready.zookeeper();
    }
}
