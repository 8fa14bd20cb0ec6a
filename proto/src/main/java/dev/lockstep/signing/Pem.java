package dev.lockstep.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** PEM files with one key each. */
final class Pem {
    private Pem() {}

    static byte[] read(Path file, String kind) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException failed) {
            throw new KeyFileException("the key file " + file + " could not be read: " + failed, failed);
        }
        String begin = "-----BEGIN " + kind + "-----";
        String end = "-----END " + kind + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new KeyFileException("expected a line \"" + begin + "\" in " + file + ", found none", null);
        }
        try {
            return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
        } catch (IllegalArgumentException wrong) {
            throw new KeyFileException(
                    "expected base64 between the marks in " + file + ", found something else", wrong);
        }
    }

    static String write(String kind, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }

    static void requireOwnerOnly(Path file) {
        Set<PosixFilePermission> forOthers = EnumSet.of(
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.GROUP_WRITE,
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_WRITE);
        try {
            Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
            if (found.stream().anyMatch(forOthers::contains)) {
                throw new KeyFileException(
                        "expected the key file " + file + " to be readable by its owner only, but others may read or"
                                + " write it; run: chmod 600 " + file,
                        null);
            }
        } catch (IOException failed) {
            throw new KeyFileException("the key file " + file + " could not be read: " + failed, failed);
        }
    }
}
