package dev.lockstep.deploy.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/** Everything one server keeps: its data, the port and password it was given, its log and the id of its process. */
final class ServerFolder {

    private static final int PASSWORD_BYTES = 18;

    private final Path path;

    /** Creates the folder when it is not there; only its owner may look into it. */
    ServerFolder(Path path) {
        this.path = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(this.path);
            Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new ServerException("Expected to be able to use " + this.path + " as a data folder.", e);
        }
    }

    Path path() {
        return path;
    }

    Path data() {
        return path.resolve("data");
    }

    /** Where the server may put what it needs for a while; made when it is not there. */
    Path temporary() {
        Path temporary = path.resolve("tmp");
        try {
            return Files.createDirectories(temporary);
        } catch (IOException e) {
            throw new ServerException("Expected to be able to make " + temporary + ".", e);
        }
    }

    Path log() {
        return path.resolve("server.log");
    }

    Path processId() {
        return path.resolve("server.pid");
    }

    /** The password that this server was given when it was created, drawn at the first call. */
    String password() {
        return remembered("password", () -> {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            return HexFormat.of().formatHex(random);
        });
    }

    /** A value that is chosen once and is the same for as long as the folder lives. */
    String remembered(String fileName, Supplier<String> choose) {
        Path file = path.resolve(fileName);
        try {
            if (!Files.exists(file)) {
                write(file, choose.get());
            }
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new ServerException("Expected to be able to read and write " + file + ".", e);
        }
    }

    /** Writes a file whole or not at all, readable by its owner only. */
    void write(Path file, String content) throws IOException {
        Path draft = Files.createTempFile(path, "draft-", null);
        Files.writeString(draft, content + System.lineSeparator(), StandardCharsets.UTF_8);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a folder with all that is in it; does nothing when it is not there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (var files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
