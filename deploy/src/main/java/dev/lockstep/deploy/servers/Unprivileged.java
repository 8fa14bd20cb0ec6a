package dev.lockstep.deploy.servers;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a command as somebody who is not root, because PostgreSQL refuses root.
 *
 * <p>Who is not root already runs it as it is. Root runs it in a user namespace of its own, where it is nobody but still
 * owns its files. Where namespaces are forbidden, as in many containers, it becomes the user {@code nobody}, who is
 * given the data folder.
 */
final class Unprivileged {

    private static final int NOBODY = 65534;
    private static final List<String> NAMESPACE = List.of("unshare", "-U");
    private static final List<String> BECOME_NOBODY =
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

    private final List<String> prefix;

    private Unprivileged(List<String> prefix) {
        this.prefix = prefix;
    }

    /** Finds out what works here. */
    static Unprivileged detect() {
        return Stream.of(isRoot() ? NAMESPACE : List.<String>of(), BECOME_NOBODY)
                .filter(prefix -> prefix.isEmpty() || works(prefix))
                .map(Unprivileged::new)
                .findFirst()
                .orElseThrow(() -> new ServerException("PostgreSQL refuses to run as root, and neither \""
                        + String.join(" ", NAMESPACE) + "\" nor \"" + String.join(" ", BECOME_NOBODY)
                        + "\" works here; run as an ordinary user."));
    }

    /** The command line that runs the given one without root's rights. */
    List<String> command(List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }

    /** Gives the folder with all that is in it to the user whom the command runs as. */
    void own(Path folder) throws IOException {
        if (!prefix.equals(BECOME_NOBODY)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                return give(visited);
            }

            @Override
            public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) throws IOException {
                return give(visited);
            }
        });
    }

    private static FileVisitResult give(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", NOBODY);
        Files.setAttribute(path, "unix:gid", NOBODY);
        return FileVisitResult.CONTINUE;
    }

    static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            throw new ServerException("Expected to find this process in /proc, which the servers need.", e);
        }
    }

    private static boolean works(List<String> prefix) {
        try {
            Process process = new ProcessBuilder(Stream.concat(prefix.stream(), Stream.of("/bin/true"))
                            .toList())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            // The tool is not installed: that is the answer.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
