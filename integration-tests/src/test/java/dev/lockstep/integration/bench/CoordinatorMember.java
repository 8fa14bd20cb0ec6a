package dev.lockstep.integration.bench;

import dev.lockstep.coordinator.Coordinator;
import dev.lockstep.coordinator.CoordinatorSettings;
import dev.lockstep.signing.SigningKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A production coordinator in a process of its own, so that its heap is its own. Ends with this process, whatever happens to that. */
final class CoordinatorMember implements AutoCloseable {
    private static final int COLLECTIONS = 3;

    private final Process process;
    private final PrintWriter questions;
    private final BufferedReader answers;
    private final int port;

    private CoordinatorMember(Process process) throws IOException {
        this.process = process;
        this.questions = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.port = Math.toIntExact(answer());
    }

    /** Starts one; its log goes into the folder. */
    static CoordinatorMember start(Surroundings around) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-Dlockstep.log=" + around.folder().resolve("coordinator.log"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CoordinatorMember.class.getName(),
                        around.prefix(),
                        around.kafka(),
                        around.zooKeeper(),
                        around.keyFile().toString())
                .redirectError(Redirect.INHERIT)
                .start();
        return new CoordinatorMember(process);
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Bytes that its heap holds after a collection. */
    long heapBytes() throws IOException {
        questions.println("heap");
        return answer();
    }

    private long answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the coordinator of the benchmark has ended; see its log");
        }
        return Long.parseLong(line);
    }

    @Override
    public void close() throws Exception {
        questions.close();
        process.waitFor();
    }

    /** The process: prefix, Kafka, ZooKeeper and the file of the key are its arguments. It ends when nobody asks any more. */
    public static void main(String[] arguments) throws IOException {
        Path keyFile = Path.of(arguments[3]);
        CoordinatorSettings settings = new CoordinatorSettings(
                "bench",
                arguments[0],
                arguments[1],
                arguments[2],
                "127.0.0.1",
                0,
                "127.0.0.1",
                CoordinatorSettings.DEFAULT_SESSION_TIMEOUT_MILLIS,
                keyFile,
                List.of(SigningKey.publicFileOf(keyFile)));
        try (Coordinator coordinator = Coordinator.start(settings)) {
            System.out.println(coordinator.port());
            BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (asked.readLine() != null) {
                System.out.println(heapAfterCollection());
            }
        }
        System.exit(0);
    }

    private static long heapAfterCollection() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
