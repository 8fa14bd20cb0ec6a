package dev.lockstep.integration.nemesis.check;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;

/** Hashes and signatures as the protocol's page defines them, written down a second time. */
final class Hashes {
    static final String JOURNAL_ENTRY = "lockstep/journal-entry/1";
    static final String DIRECTIVE = "lockstep/directive/1";
    static final String PLAN = "lockstep/plan/1";
    static final String LEDGER_ROW = "lockstep/ledger-row/1";

    private Hashes() {}

    /** SHA-256 over the domain, a zero byte and the content. */
    static ByteString of(String domain, ByteString content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(marked(domain, content).toByteArray());
            return ByteString.copyFrom(digest.digest());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java runtime has no SHA-256", missing);
        }
    }

    /** Whether a key has signed a content of a domain. */
    static boolean isSigned(PublicKey key, String domain, ByteString content, ByteString signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(marked(domain, content).toByteArray());
            return verifier.verify(signature.toByteArray());
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    static ByteString unhex(String text) {
        return ByteString.copyFrom(HexFormat.of().parseHex(text));
    }

    private static ByteString marked(String domain, ByteString content) {
        return ByteString.copyFrom(domain + "\0", StandardCharsets.US_ASCII).concat(content);
    }
}
