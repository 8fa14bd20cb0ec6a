package dev.lockstep.agent.engine.mysql;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;

/** Names of what Lockstep itself makes in a node's schema. */
final class Names {
    /** Every object with such a name is ours. */
    static final String OWN = "lockstep_";

    private static final int HASH_DIGITS = 12;

    private Names() {}

    static String insertTrigger(String table, String column) {
        return within(Sql.MAX_NAME_LENGTH, OWN + table + "_" + column + "_ins");
    }

    static String updateTrigger(String table, String column) {
        return within(Sql.MAX_NAME_LENGTH, OWN + table + "_" + column + "_upd");
    }

    /** The name, or a start of it with a hash of the whole where it is too long. */
    static String within(int length, String name) {
        if (name.codePointCount(0, name.length()) <= length) {
            return name;
        }
        String hash = Hashing.hex(Hashing.hash(Domain.CATALOG_OBJECT, ByteString.copyFromUtf8(name)));
        int kept = name.offsetByCodePoints(0, length - HASH_DIGITS - 1);
        return name.substring(0, kept) + "_" + hash.substring(0, HASH_DIGITS);
    }
}
