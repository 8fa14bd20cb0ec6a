package dev.lockstep.chain;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over stored bytes. Each kind of content has a domain, so that bytes of one kind can never pass as another. */
public final class Hashing {
    private Hashing() {}

    /**
     * The hash of some bytes within a domain.
     *
     * @param domain what the bytes are
     * @param bytes the bytes as they are stored
     * @return 32 bytes
     */
    public static ByteString hash(Domain domain, ByteString bytes) {
        MessageDigest digest = domain.begun();
        try {
            UnsafeByteOperations.unsafeWriteTo(bytes, new Into(digest));
        } catch (IOException impossible) {
            throw new IllegalStateException("a digest takes all bytes", impossible);
        }
        return UnsafeByteOperations.unsafeWrap(digest.digest());
    }

    /** Reads bytes where they are: they are hashed often, and need not be copied for it. */
    private static final class Into extends ByteOutput {
        private final MessageDigest digest;

        Into(MessageDigest digest) {
            this.digest = digest;
        }

        @Override
        public void write(byte value) {
            digest.update(value);
        }

        @Override
        public void write(byte[] value, int offset, int length) {
            digest.update(value, offset, length);
        }

        @Override
        public void writeLazy(byte[] value, int offset, int length) {
            digest.update(value, offset, length);
        }

        @Override
        public void write(ByteBuffer value) {
            digest.update(value);
        }

        @Override
        public void writeLazy(ByteBuffer value) {
            digest.update(value);
        }
    }

    /** The bytes of a change that are hashed, sent and stored: without the places in the file it was read from. */
    public static ByteString canonicalBytes(Change change) {
        Change.Builder canonical = change.toBuilder();
        for (Operation.Builder operation : canonical.getOperationsBuilderList()) {
            operation.clearLine();
        }
        return canonical.build().toByteString();
    }

    /** A new digest; every Java platform has it. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java runtime has no SHA-256", missing);
        }
    }

    /** Lower-case hex, for people and JSON. */
    public static String hex(ByteString bytes) {
        return java.util.HexFormat.of().formatHex(bytes.toByteArray());
    }

    /** What hashed or signed bytes are. */
    public enum Domain {
        JOURNAL_ENTRY("lockstep/journal-entry/1"),
        DIRECTIVE("lockstep/directive/1"),
        APPROVAL("lockstep/approval/1"),
        CHANGE("lockstep/change/1"),
        PLAN("lockstep/plan/1"),
        CATALOG_OBJECT("lockstep/catalog-object/1"),
        FINGERPRINT("lockstep/fingerprint/1"),
        LEDGER_ROW("lockstep/ledger-row/1"),
        STATE("lockstep/state/1"),
        SNAPSHOT("lockstep/snapshot/1");

        private final byte[] prefix;

        /** Has taken the prefix, and takes nothing more: only copies of it do. */
        private final MessageDigest start;

        Domain(String name) {
            this.prefix = (name + "\0").getBytes(StandardCharsets.US_ASCII);
            this.start = sha256();
            this.start.update(prefix);
        }

        byte[] prefix() {
            return prefix.clone();
        }

        /** A digest that has taken the prefix. To look for the provider each time costs more than to hash what is hashed here. */
        private MessageDigest begun() {
            try {
                return (MessageDigest) start.clone();
            } catch (CloneNotSupportedException another) {
                MessageDigest digest = sha256();
                digest.update(prefix);
                return digest;
            }
        }

        /** The bytes that are signed for a payload of this domain. */
        public byte[] signedBytes(ByteString payload) {
            return ByteString.copyFrom(prefix).concat(payload).toByteArray();
        }
    }
}
