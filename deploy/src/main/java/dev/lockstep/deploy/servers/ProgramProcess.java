package dev.lockstep.deploy.servers;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Java program of our class path as a process of its own, which says by a file that it does its work. */
public final class ProgramProcess extends ServerProcess {

    private final Path readyFile;
    private final String url;
    private final List<String> javaOptions;
    private final List<String> programAndArguments;

    /**
     * A program that is not started yet.
     *
     * @param folder of the program's log and process id
     * @param url where it is reached; for messages
     * @param readyFile the program writes it once it does its work
     * @param programAndArguments name of the class with {@code main}, and what it is given
     */
    public ProgramProcess(
            String name,
            Path folder,
            String url,
            Path readyFile,
            List<String> javaOptions,
            List<String> programAndArguments) {
        super(name, new ServerFolder(folder));
        this.url = url;
        this.readyFile = readyFile.toAbsolutePath();
        this.javaOptions = List.copyOf(javaOptions);
        this.programAndArguments = List.copyOf(programAndArguments);
    }

    @Override
    void prepare() {
        try {
            Files.deleteIfExists(readyFile);
        } catch (IOException e) {
            throw new ServerException("Expected to be able to delete " + readyFile + ".", e);
        }
    }

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", absoluteClassPath()));
        command.addAll(programAndArguments);
        return command;
    }

    /** Absolute, because the process does not run in our folder. */
    private static String absoluteClassPath() {
        return Stream.of(ManagementFactory.getRuntimeMXBean().getClassPath().split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    boolean answers() {
        return Files.exists(readyFile);
    }

    @Override
    public String url() {
        return url;
    }
}
