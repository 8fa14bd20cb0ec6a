package dev.lockstep.integration.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.journal.AppendOutcome;
import dev.lockstep.coordinator.journal.ClaimOutcome;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.coordinator.journal.JournalWriter;
import dev.lockstep.v1.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log that is not what its writers wrote stops everybody (rule L4). */
interface JournalDamage extends JournalUnderTest {
    @Test
    default void anAlteredEntryIsDamageForEverybody() {
        JournalFollower a = follow(open());
        JournalWriter writer = a.claimed();
        appended(writer, "one");
        CountedEntry last = appended(writer, "two");
        JournalEntry altered = last.entry().toBuilder()
                .setNumber(4)
                .setPreviousHash(last.hash())
                .build();

        appendRaw(last.stored().toBuilder()
                .setPayload(altered.toByteString())
                .build()
                .toByteString());

        await().atMost(10, SECONDS).until(() -> !a.damage().isEmpty());
        assertThat(a.damage().get(0).entryNumber()).isEqualTo(4);
        assertThat(get(writer.append(events("more"), 1))).isInstanceOf(AppendOutcome.Superseded.class);
        assertThat(get(follow(open()).journal.claim("b", 1))).isInstanceOf(ClaimOutcome.Lost.class);
    }

    @Test
    default void aMissingEntryIsDamage() {
        JournalFollower a = follow(open());
        JournalWriter writer = a.claimed();
        for (int i = 0; i < 4; i++) {
            appended(writer, "e" + i);
        }
        List<ByteString> records = new ArrayList<>(stored(a));
        records.remove(2);

        JournalFollower copy = follow(openCopy(records));

        await().atMost(10, SECONDS).until(() -> !copy.damage().isEmpty());
        assertThat(copy.damage().get(0).reason()).contains("expected number 3, found 4");
        assertThat(copy.reasons()).containsExactly("e0");
    }

    @Test
    default void bytesThatAreNoEntryAreDamage() {
        JournalFollower a = follow(open());
        a.claimed();

        appendRaw(ByteString.copyFromUtf8("junk"));

        await().atMost(10, SECONDS).until(() -> !a.damage().isEmpty());
        assertThat(a.damage().get(0).entryNumber()).isEqualTo(2);
    }
}
