package dev.lockstep.integration.attack;

import com.google.protobuf.ByteString;
import dev.lockstep.signing.SigningKey;
import java.util.List;

/**
 * Something that production code signed, in its place, and what a forger has besides.
 *
 * @param sealed its bytes
 * @param elsewhere what the same key signed for other numbers, epochs and nodes
 * @param otherHistory what the same key signed for the same place of a history that never was this fleet's; empty where nothing could tell them apart
 * @param otherFleet what the same key signed for the same place of another fleet
 * @param key that is trusted
 * @param stranger that is not
 */
record Original(
        Form form,
        ByteString sealed,
        List<ByteString> elsewhere,
        List<ByteString> otherHistory,
        List<ByteString> otherFleet,
        SigningKey key,
        SigningKey stranger) {
    Original {
        elsewhere = List.copyOf(elsewhere);
        otherHistory = List.copyOf(otherHistory);
        otherFleet = List.copyOf(otherFleet);
    }
}
