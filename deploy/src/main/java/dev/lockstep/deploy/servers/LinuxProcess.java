package dev.lockstep.deploy.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process as Linux shows it, whoever started it: its id together with the moment it began, because ids are given
 * again to others.
 */
record LinuxProcess(long pid, long startedTicks) {

    private static final long KILL_BOUND_MILLIS = 20_000;

    /** The process with this id, if it is alive; a zombie, of which only the exit code is left, is not. */
    static Optional<LinuxProcess> find(long pid) {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return Optional.empty();
        }
        // The name in parentheses may hold anything, so count from its end: state is field 3, start time field 22.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        if (fields[0].equals("Z") || fields[0].equals("X")) {
            return Optional.empty();
        }
        return Optional.of(new LinuxProcess(pid, Long.parseLong(fields[19])));
    }

    /** The processes whose current folder is this one, if there is such a folder, and whose command line begins so. */
    static List<LinuxProcess> workingIn(Path folder, String commandLineStart) {
        List<LinuxProcess> found = new ArrayList<>();
        if (!Files.exists(folder)) {
            return found;
        }
        try (var entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            Path realFolder = folder.toRealPath();
            for (Path entry : entries) {
                if (isWorkingIn(entry, realFolder, commandLineStart)) {
                    find(Long.parseLong(entry.getFileName().toString())).ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            throw new ServerException("Expected to be able to list the processes in /proc.", e);
        }
        return found;
    }

    private static boolean isWorkingIn(Path entry, Path folder, String commandLineStart) {
        try {
            return Files.readSymbolicLink(entry.resolve("cwd")).equals(folder)
                    && Files.readString(entry.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                            .startsWith(commandLineStart);
        } catch (IOException e) {
            // It has ended, or belongs to somebody else.
            return false;
        }
    }

    boolean isAlive() {
        return find(pid).equals(Optional.of(this));
    }

    /** Sends a signal such as {@code INT}; does nothing when the process has gone. */
    void signal(String signal) {
        if (!isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -\"$1\" \"$2\"", "kill", signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new ServerException("Expected to be able to run /bin/sh to signal process " + pid + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGKILL for the process and all its children, who get no chance to make new ones; returns once all have gone. */
    void killTree() {
        signal("STOP");
        List<LinuxProcess> all = new ArrayList<>();
        all.add(this);
        ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .flatMap(child -> find(child.pid()).stream())
                .forEach(all::add);
        killAll(all);
    }

    /** SIGKILL for these; returns once all have gone. */
    static void killAll(List<LinuxProcess> processes) {
        for (LinuxProcess process : processes) {
            if (process.isAlive()) {
                ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        if (!Waiting.until(KILL_BOUND_MILLIS, () -> processes.stream().noneMatch(LinuxProcess::isAlive))) {
            throw new ServerException("Expected " + processes + " to be gone " + KILL_BOUND_MILLIS / 1000
                    + " s after SIGKILL, but they are not; look at their state with ps.");
        }
    }
}
