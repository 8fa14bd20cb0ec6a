package dev.lockstep.integration.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the same seeds on this Java and on a newer one, and compares the hashes of their traces; for the scorecard. */
@Command(
        name = "javas",
        mixinStandardHelpOptions = true,
        description = "Runs the same seeds on this Java and on a newer one, and compares the hashes of their traces.")
public final class JavasCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Option(names = "--seeds", defaultValue = "1000", description = "default: ${DEFAULT-VALUE}")
    private int seeds;

    @Option(
            names = "--other",
            description = "home of the other Java (default: the newest that is installed beside this one)")
    private Optional<Path> other = Optional.empty();

    private JavasCommand() {}

    /** Entry of the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new JavasCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path own = Path.of(System.getProperty("java.home"));
        Optional<Path> newer = other.isPresent() ? other : newestBeside(own);
        if (newer.isEmpty()) {
            System.err.println("expected another Java beside " + own + ", found none; name one with --other");
            return 2;
        }
        String first = traceHash(own);
        String second = traceHash(newer.get());
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "{\"seeds\":%d,\"first\":\"%s\",\"second\":\"%s\",\"equal\":%b}%n",
                        seeds,
                        versionOf(own),
                        versionOf(newer.get()),
                        first.equals(second));
        return first.equals(second) ? 0 : 1;
    }

    private static Optional<Path> newestBeside(Path own) throws IOException {
        try (Stream<Path> homes = Files.list(own.toRealPath().resolveSibling("."))) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin").resolve("java")))
                    .filter(home -> majorOf(home) > majorOf(own))
                    .max(Comparator.comparingInt(JavasCommand::majorOf));
        }
    }

    private static int majorOf(Path home) {
        return Integer.parseInt(versionOf(home).split("[.+-]", 2)[0]);
    }

    /** As its installation says; 0 when it does not. */
    private static String versionOf(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.substring("JAVA_VERSION=".length()).replace("\"", ""))
                    .findFirst()
                    .orElse("0");
        } catch (IOException unnamed) {
            return "0";
        }
    }

    private String traceHash(Path home) throws IOException, InterruptedException {
        java.lang.Process process = new ProcessBuilder(
                        home.resolve("bin").resolve("java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-XX:FreqInlineSize=120",
                        "-XX:InlineSmallCode=1000",
                        "-XX:MaxInlineLevel=7",
                        "-Dlog4j2.configurationFile=classpath:simulation-log.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimulateCommand.class.getName(),
                        "--seeds",
                        Integer.toString(seeds),
                        "--json")
                .redirectError(Redirect.INHERIT)
                .start();
        JsonNode answer = JSON.readTree(process.getInputStream().readAllBytes());
        int exit = process.waitFor();
        if (exit != 0 || !answer.hasNonNull("traceHash")) {
            throw new IOException("expected a trace hash from " + home + ", but it ended with " + exit);
        }
        return answer.required("traceHash").asText();
    }
}
