package dev.lockstep.integration.nemesis.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Reads the coordinators' public keys (X.509, PEM). */
public final class KeyFiles {
    private static final int ID_DIGITS = 16;

    private KeyFiles() {}

    /** The keys by their ids: the first digits of their SHA-256. */
    public static Map<String, PublicKey> read(Collection<Path> files) throws IOException, GeneralSecurityException {
        Map<String, PublicKey> keys = new TreeMap<>();
        for (Path file : files) {
            String body = Files.readString(file, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----", "");
            byte[] encoded = Base64.getMimeDecoder().decode(body);
            keys.put(idOf(encoded), KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        }
        return keys;
    }

    static String idOf(byte[] encoded) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(encoded);
        return HexFormat.of().formatHex(hash).substring(0, ID_DIGITS);
    }
}
