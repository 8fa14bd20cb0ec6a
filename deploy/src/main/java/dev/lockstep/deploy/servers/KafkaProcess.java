package dev.lockstep.deploy.servers;

import java.io.IOException;
import java.nio.file.Path;

/** The same broker as {@link EmbeddedKafka} in a process of its own, so that it can be killed. */
public final class KafkaProcess extends JavaServerProcess {

    private final KafkaSettings settings;

    /**
     * A broker that is not started yet.
     *
     * @param dataFolder created when it is not there
     * @param port 0 for the port that the folder remembers, or else a free one
     */
    public KafkaProcess(String name, Path dataFolder, int port) {
        this(name, new KafkaSettings(new ServerFolder(dataFolder), port));
    }

    private KafkaProcess(String name, KafkaSettings settings) {
        super(name, settings.folder(), KafkaProcess.class);
        this.settings = settings;
    }

    @Override
    public String url() {
        return settings.url();
    }

    /** What the process runs: name and data folder are its arguments. */
    public static void main(String[] arguments) throws IOException {
        serve(arguments, (name, folder) -> EmbeddedKafka.inProcessOfItsOwn(name, folder));
    }
}
