package dev.lockstep.deploy.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * How a server's home comes out of its artifact: below {@code root}, all that begins with one of {@code wanted}, then
 * the copies. Several processes may want it at once: one does it, the others wait.
 */
record Unpacking(Format format, String root, List<String> wanted, List<Copy> copies) {

    private static final long LOCK_BOUND_MILLIS = 180_000;

    enum Format {
        ZIP,
        /** A zip file that holds one tar file compressed by xz. */
        ZIP_WITH_TAR_XZ
    }

    /** A file of the home that is needed under another name, too. */
    record Copy(String from, String to) {}

    /** Returns once the home is there, whole; it is never seen half done. */
    void unpackOnce(Path artifact, Path home) {
        Path parent = home.resolveSibling("");
        Path lockFile = home.resolveSibling("." + home.getFileName() + ".lock");
        try {
            Files.createDirectories(parent);
            try (FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (!Waiting.until(LOCK_BOUND_MILLIS, () -> isLocked(lock))) {
                    throw new ServerException("Expected to get the lock " + lockFile + " within "
                            + LOCK_BOUND_MILLIS / 1000 + " s; end the process that holds it, which unpacks "
                            + artifact + ".");
                }
                if (!Files.isDirectory(home)) {
                    unpack(artifact, home);
                }
            }
        } catch (IOException e) {
            throw new ServerException(
                    "Expected to be able to unpack " + artifact + " into " + home
                            + "; is it whole, and is there space?",
                    e);
        }
    }

    private static boolean isLocked(FileChannel lock) {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another thread of this JVM is at it.
            return false;
        } catch (IOException e) {
            throw new ServerException("Expected to be able to lock a file beside the unpacked servers.", e);
        }
    }

    private void unpack(Path artifact, Path home) throws IOException {
        Path draft = home.resolveSibling("." + home.getFileName() + ".draft");
        ServerFolder.delete(draft);
        Files.createDirectories(draft);
        try (ZipFile zip = new ZipFile(artifact.toFile())) {
            switch (format) {
                case ZIP -> unpackZip(zip, draft);
                case ZIP_WITH_TAR_XZ -> unpackTar(zip, draft);
            }
        }
        for (Copy copy : copies) {
            Files.copy(draft.resolve(copy.from()), draft.resolve(copy.to()));
        }
        Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private void unpackZip(ZipFile zip, Path target) throws IOException {
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (!entry.isDirectory() && isWanted(entry.getName())) {
                try (InputStream content = zip.getInputStream(entry)) {
                    write(content, inside(target, entry.getName()));
                }
            }
        }
    }

    private void unpackTar(ZipFile zip, Path target) throws IOException {
        ZipEntry inner = zip.stream()
                .filter(entry -> entry.getName().endsWith(".txz"))
                .findFirst()
                .orElseThrow(() -> new IOException("no .txz file in " + zip.getName()));
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(zip.getInputStream(inner)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
                if (entry.isDirectory() || !isWanted(name)) {
                    continue;
                }
                Path file = inside(target, name);
                if (entry.isSymbolicLink()) {
                    Files.createDirectories(file.resolveSibling(""));
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    write(tar, file);
                }
            }
        }
    }

    private boolean isWanted(String name) {
        return name.startsWith(root) && wanted.stream().anyMatch(prefix -> name.startsWith(prefix, root.length()));
    }

    private Path inside(Path target, String name) throws IOException {
        Path file = target.resolve(name.substring(root.length())).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("the entry " + name + " points out of the archive");
        }
        return file;
    }

    private static void write(InputStream content, Path file) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.copy(content, file);
        boolean program = file.resolveSibling("").getFileName().toString().equals("bin");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
