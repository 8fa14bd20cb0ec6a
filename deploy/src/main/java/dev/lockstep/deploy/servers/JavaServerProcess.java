package dev.lockstep.deploy.servers;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An embedded server in a Java process of its own, with our class path, so that it can be killed. */
abstract class JavaServerProcess extends ServerProcess {

    private static final String READY = "ready";

    private final Class<?> program;

    JavaServerProcess(String name, ServerFolder folder, Class<?> program) {
        super(name, folder);
        this.program = program;
    }

    @Override
    final void prepare() {
        try {
            Files.deleteIfExists(folder().path().resolve(READY));
        } catch (IOException e) {
            throw new ServerException("Expected to be able to delete files in " + folder().path() + ".", e);
        }
    }

    @Override
    final List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.add("-Dlockstep.log=" + folder().path().resolve("java.log"));
        command.addAll(List.of("-cp", classPath(), program.getName()));
        command.addAll(List.of(name(), folder().path().toString()));
        return command;
    }

    /** Absolute, because the process does not run in our folder. */
    private static String classPath() {
        return Stream.of(ManagementFactory.getRuntimeMXBean().getClassPath().split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The embedded server says so in a file, because an open port does not mean that it does its work. */
    @Override
    final boolean answers() {
        return Files.exists(folder().path().resolve(READY));
    }

    /** What the program does: start the server in the folder, say so, and stop it when asked to end. */
    static void serve(String[] arguments, BiFunction<String, Path, Server> create) throws IOException {
        Path folder = Path.of(arguments[1]);
        Server server = create.apply(arguments[0], folder);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.stop();
                            ended.countDown();
                        },
                        "stop " + server.name()));
        server.start();
        Files.writeString(folder.resolve(READY), server.url(), StandardCharsets.UTF_8);
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
