package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** States as bytes: what was written is read as it was, and what is no state is refused. */
class StateReaderTest {
    private static final int SEEDS = 20;

    @Test
    void whatWasWrittenIsReadAsItWas() {
        Set<ByteString> different = new HashSet<>();

        Seeds.check(SEEDS, random -> {
            RandomWalk walk = new RandomWalk(random);
            walk.walk(300);
            FleetState state = walk.leader().state();
            ByteString bytes = StateWriter.write(state);

            assertThat(StateReader.read(bytes)).isEqualTo(state);
            assertThat(StateWriter.write(StateReader.read(bytes))).isEqualTo(bytes);
            different.add(bytes);
        });

        if (Long.getLong("lockstep.seed") == null) {
            assertThat(different).as("other states, other bytes").hasSize(SEEDS);
        }
    }

    @Test
    void aStateThatIsCutIsRefused() {
        ByteString bytes = bytes();

        for (int size = 0; size < bytes.size(); size++) {
            ByteString cut = bytes.substring(0, size);
            assertThatThrownBy(() -> StateReader.read(cut))
                    .as("the first %d of %d bytes", size, bytes.size())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("expected the bytes of a state, found others: ");
        }
    }

    @Test
    void nothingAndMoreThanOneStateAreRefused() {
        ByteString none = ByteString.fromHex("00");

        for (ByteString wrong : List.of(none, bytes().concat(none), bytes().concat(bytes()))) {
            assertThatThrownBy(() -> StateReader.read(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected the bytes of one state, found none or more than that");
        }
    }

    @Test
    void whatNoStateHoldsIsRefusedInItsWords() {
        ByteString bytes = bytes();
        // A record, in it first of all a text with its size in four bytes.
        assertThat(bytes.substring(0, 2)).isEqualTo(ByteString.fromHex("0901"));

        assertRefused(replaced(bytes, 0, "63"), "a value of kind 99");
        assertRefused(replaced(bytes, 2, "ffffffff"), "-1 bytes, where " + (bytes.size() - 6) + " are left");
        assertRefused(
                replaced(bytes, 2, "7fffffff"),
                Integer.MAX_VALUE + " bytes, where " + (bytes.size() - 6) + " are left");
        assertRefused(
                replaced(bytes, indexOf(bytes, ByteString.copyFromUtf8("FORWARD")), "58"),
                "no Stage is called XORWARD");
    }

    @Test
    void aCollectionHoldsSomethingInEachPlace() {
        ByteString bytes = bytes();
        // A map of two entries: its kind and size, and the first key.
        ByteString members = ByteString.fromHex("07000000020100000001").concat(ByteString.copyFromUtf8("a"));
        int key = indexOf(bytes, members) + 5;

        assertRefused(replaced(bytes, key, "00"), "a collection holds nothing");
    }

    /** Two nodes with an open epoch. */
    private static ByteString bytes() {
        return StateWriter.write(Scenario.fleetOf("a", "b")
                .open("first")
                .planned(Scenario.EVERY_PHASE)
                .state());
    }

    private static ByteString replaced(ByteString bytes, int at, String hex) {
        ByteString other = ByteString.fromHex(hex);
        return bytes.substring(0, at).concat(other).concat(bytes.substring(at + other.size()));
    }

    private static int indexOf(ByteString bytes, ByteString part) {
        return IntStream.rangeClosed(0, bytes.size() - part.size())
                .filter(from -> bytes.substring(from).startsWith(part))
                .findFirst()
                .orElseThrow();
    }

    private static void assertRefused(ByteString bytes, String why) {
        assertThatThrownBy(() -> StateReader.read(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
