package dev.lockstep.integration.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.directives.DirectiveSource;
import dev.lockstep.agent.directives.ReceivedDirective;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.coordinator.directives.DirectivePublisher;
import dev.lockstep.coordinator.directives.DirectiveTopic;
import dev.lockstep.coordinator.directives.PublishOutcome;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.PauseWork;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.SignedEnvelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What publishing and following directives must do, whatever the topic is. */
abstract class DirectivesContract {
    static final String FLEET = "shop";
    private static final SigningKey KEY = SigningKey.generate();
    private static final SigningKey SUCCESSOR = SigningKey.generate();
    private static final SigningKey STRANGER = SigningKey.generate();
    static final TrustedKeys TRUSTED = TrustedKeys.of(List.of(KEY.publicKey(), SUCCESSOR.publicKey()));
    private static final Position START = Position.getDefaultInstance();

    private final List<AutoCloseable> opened = new ArrayList<>();

    abstract DirectiveTopic topic();

    abstract DirectiveSource newSource();

    abstract void appendRaw(ByteString record);

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @Test
    void directivesArriveInOrderAndNameTheirEntries() {
        DirectivePublisher publisher = publisher(KEY);
        CountedEntry first = decide(publisher, 10, 1, 2);
        decide(publisher, 11, 3);

        assertThat(publish(publisher)).isEqualTo(new PublishOutcome.Published(3));

        List<Directive> accepted = accepted(receive(source(), START, 3));
        assertThat(accepted).extracting(Directive::getNumber).containsExactly(1L, 2L, 3L);
        assertThat(accepted.get(1).getEntryNumber()).isEqualTo(10);
        assertThat(accepted.get(1).getEntryHash()).isEqualTo(first.hash());
        assertThat(accepted.get(2).getOrder().getPause().getReason()).isEqualTo("directive 3");
    }

    @Test
    void theTipOfTheSourceIsTheTipOfThePublisher() {
        DirectivePublisher publisher = publisher(KEY);
        decide(publisher, 10, 1, 2);
        publish(publisher);

        ReceivedDirective last = receive(source(), START, 2).get(1);

        assertThat(positionOf(last)).isEqualTo(publisher.tip());
    }

    @Test
    void aSuccessorPublishesWhatIsMissingAndNothingElse() {
        DirectivePublisher before = publisher(KEY);
        DirectivePublisher after = publisher(SUCCESSOR);
        decide(before, 10, 1);
        decide(after, 10, 1);
        publish(before);
        decide(before, 11, 2);
        decide(after, 11, 2);

        assertThat(publish(after)).isEqualTo(new PublishOutcome.Published(2));

        List<ReceivedDirective> received = receive(source(), START, 2);
        assertThat(received).allMatch(ReceivedDirective.Accepted.class::isInstance);
        assertThat(before.tip()).isEqualTo(after.tip());
        assertThat(topic().read(0).values()).hasSize(2);
    }

    @Test
    void whatAZombieRepeatsIsADuplicate() {
        DirectivePublisher before = publisher(KEY);
        DirectivePublisher after = publisher(SUCCESSOR);
        publish(before);
        decide(before, 10, 1);
        decide(after, 10, 1);
        publish(after);
        DirectivePublisher zombie = publisher(KEY);
        decide(zombie, 10, 1);
        appendRaw(topic().read(0).values().get(0));

        assertThat(publish(zombie)).isEqualTo(new PublishOutcome.Published(1));
        assertThat(receive(source(), START, 2)).element(1).isEqualTo(new ReceivedDirective.Duplicate(1));
    }

    @Test
    void publishingAgainWritesNothing() {
        DirectivePublisher publisher = publisher(KEY);
        decide(publisher, 10, 1);
        publish(publisher);

        assertThat(publish(publisher)).isEqualTo(new PublishOutcome.Published(1));

        assertThat(topic().read(0).values()).hasSize(1);
    }

    @Test
    void aSignedDirectiveThatTheJournalDidNotDecideIsDamage() {
        appendRaw(sealed(KEY, directive(1, START, "forged")));
        DirectivePublisher publisher = publisher(KEY);
        decide(publisher, 10, 1);

        assertThat(publish(publisher)).isInstanceOfSatisfying(PublishOutcome.Damaged.class, damaged -> {
            assertThat(damaged.number()).isEqualTo(1);
            assertThat(damaged.reason()).contains("the journal did not decide it");
        });
    }

    @Test
    void aDirectiveThatWasCopiedFromAnotherFleetIsNoise() {
        appendRaw(sealed(
                KEY,
                directive(1, START, "copied").toBuilder().setFleet("payments").build()));
        DirectivePublisher publisher = publisher(KEY);
        decide(publisher, 10, 1);

        assertThat(publish(publisher)).isEqualTo(new PublishOutcome.Published(1));

        List<ReceivedDirective> received = receive(source(), START, 2);
        assertRefused(received.get(0), 1, "found one of \"payments\"");
        assertThat(received.get(1)).isInstanceOf(ReceivedDirective.Accepted.class);
    }

    @Test
    void noiseIsRefusedByTheNodeAndTheRightDirectiveStillAccepted() {
        appendRaw(ByteString.copyFromUtf8("junk"));
        appendRaw(sealed(STRANGER, directive(1, START, "forged")));
        DirectivePublisher publisher = publisher(KEY);
        decide(publisher, 10, 1);

        assertThat(publish(publisher)).isEqualTo(new PublishOutcome.Published(1));

        List<ReceivedDirective> received = receive(source(), START, 3);
        assertRefused(received.get(0), 0, "expected a signed directive");
        assertRefused(received.get(1), 1, "one of the trusted keys");
        assertThat(received.get(2)).isInstanceOf(ReceivedDirective.Accepted.class);
    }

    @Test
    void everyWayOfBeingOutOfPlaceIsRefused() {
        Directive first = directive(1, START, "first");
        appendRaw(sealed(KEY, first.toBuilder().setFleet("bank").build()));
        appendRaw(sealed(KEY, directive(2, START, "gap")));
        appendRaw(sealed(KEY, first));
        appendRaw(sealed(KEY, directive(2, START, "wrong previous hash")));
        SignedEnvelope altered = KEY.seal(Domain.DIRECTIVE, first.toByteString()).toBuilder()
                .setPayload(first.toBuilder().setEpoch(9).build().toByteString())
                .build();
        appendRaw(altered.toByteString());
        appendRaw(sealed(KEY, first.toBuilder().setEpoch(7).build()));

        List<ReceivedDirective> received = receive(source(), START, 6);

        assertRefused(received.get(0), 1, "expected a directive of fleet \"shop\", found one of \"bank\"");
        assertRefused(received.get(1), 2, "expected directive 1, found 2");
        assertThat(received.get(2)).isInstanceOf(ReceivedDirective.Accepted.class);
        assertRefused(received.get(3), 2, "expected previous hash");
        assertRefused(received.get(4), 1, "does not fit the bytes");
        assertRefused(received.get(5), 1, "which this node received");
    }

    @Test
    void aDirectiveOfAnUnknownKindIsRefused() {
        appendRaw(sealed(
                KEY,
                directive(1, START, "x").toBuilder()
                        .setOrder(Order.getDefaultInstance())
                        .build()));

        assertRefused(receive(source(), START, 1).get(0), 1, "does not know");
    }

    @Test
    void aSourceGoesOnFromAPositionAndDoesNotReportOldNoiseAgain() {
        DirectivePublisher publisher = publisher(KEY);
        appendRaw(ByteString.copyFromUtf8("junk"));
        decide(publisher, 10, 1, 2);
        publish(publisher);
        Position after = positionOf(receive(source(), START, 3).get(2));
        DirectiveSource restarted = source();
        assertThat(restarted.poll(after, Duration.ofMillis(300))).isEmpty();
        decide(publisher, 11, 3);
        publish(publisher);

        List<ReceivedDirective> received = receive(restarted, after, 1);

        assertThat(received).extracting(ReceivedDirective::number).containsExactly(3L);
    }

    @Test
    void whatWasReturnedButNotStoredComesAgain() {
        DirectivePublisher publisher = publisher(KEY);
        decide(publisher, 10, 1, 2);
        publish(publisher);
        DirectiveSource source = source();
        List<ReceivedDirective> first = receive(source, START, 2);

        assertThat(receive(source, START, 2)).isEqualTo(first);
        assertThat(receive(source, positionOf(first.get(0)), 1)).isEqualTo(first.subList(1, 2));
    }

    @Test
    void aTopicThatIsShorterThanWhatTheNodeReceivedIsToldOnce() {
        DirectivePublisher publisher = publisher(KEY);
        decide(publisher, 10, 1);
        publish(publisher);
        Position beyond = Position.newBuilder()
                .setNumber(5)
                .setHash(ByteString.copyFromUtf8("five"))
                .build();
        DirectiveSource source = source();

        assertRefused(receive(source, beyond, 1).get(0), 5, "the topic was shortened");
        assertThat(source.poll(beyond, Duration.ofMillis(100))).isEmpty();
    }

    @Test
    void aNodeWithAnotherHistoryIsTold() {
        DirectivePublisher publisher = publisher(KEY);
        decide(publisher, 10, 1);
        publish(publisher);
        Position other = Position.newBuilder()
                .setNumber(1)
                .setHash(ByteString.copyFromUtf8("other"))
                .build();

        assertRefused(receive(source(), other, 1).get(0), 1, "which this node received");
    }

    @Test
    void eachOfSeveralNodesGetsEverythingAlsoWhenAnotherOneEnds() {
        DirectivePublisher publisher = publisher(KEY);
        DirectiveSource one = source();
        DirectiveSource other = source();
        Position before = START;
        for (long number = 1; number <= 3; number++) {
            decide(publisher, 9 + number, number);
            publish(publisher);
            List<ReceivedDirective> received = receive(one, before, 1);
            assertThat(received).extracting(ReceivedDirective::number).containsExactly(number);
            assertThat(receive(other, before, 1)).isEqualTo(received);
            before = positionOf(received.get(0));
        }
        one.close();
        decide(publisher, 13, 4);
        publish(publisher);

        assertThat(receive(other, before, 1))
                .extracting(ReceivedDirective::number)
                .containsExactly(4L);
    }

    @Test
    void aPollThatWaitsEndsWhenItIsWokenAndSoDoesTheNextOneWhenNobodyWaited() throws Exception {
        DirectivePublisher publisher = publisher(KEY);
        decide(publisher, 10, 1);
        publish(publisher);
        DirectiveSource source = source();
        Position after = positionOf(receive(source, START, 1).get(0));
        AtomicInteger ended = new AtomicInteger();
        Thread waiting = new Thread(() -> {
            while (source.poll(after, Duration.ofMinutes(5)).isEmpty()) {
                ended.incrementAndGet();
            }
        });
        waiting.start();

        for (int i = 0; i < 3; i++) {
            int before = ended.get();
            source.wake();
            await().until(() -> ended.get() > before);
        }

        decide(publisher, 11, 2);
        publish(publisher);
        waiting.join(SECONDS.toMillis(20));
        assertThat(waiting.isAlive()).isFalse();
    }

    private DirectivePublisher publisher(SigningKey key) {
        DirectivePublisher publisher = new DirectivePublisher(FLEET, key, TRUSTED, topic(), Runnable::run);
        opened.add(publisher);
        return publisher;
    }

    private DirectiveSource source() {
        DirectiveSource source = newSource();
        opened.add(source);
        return source;
    }

    private static CountedEntry decide(DirectivePublisher publisher, long entryNumber, long... numbers) {
        JournalEntry.Builder entry = JournalEntry.newBuilder().setFleet(FLEET).setNumber(entryNumber);
        for (long number : numbers) {
            entry.addEvents(Event.newBuilder()
                    .setDirectiveIssued(DirectiveIssued.newBuilder()
                            .setNumber(number)
                            .setEpoch(1)
                            .setOrder(pause("directive " + number))));
        }
        CountedEntry counted = new CountedEntry(
                entry.build(),
                ByteString.copyFromUtf8("hash of entry " + entryNumber),
                0,
                SignedEnvelope.getDefaultInstance());
        publisher.onCounted(counted);
        return counted;
    }

    private static Order pause(String reason) {
        return Order.newBuilder()
                .setPause(PauseWork.newBuilder().setReason(reason))
                .build();
    }

    private static Directive directive(long number, Position previous, String reason) {
        return Directive.newBuilder()
                .setFleet(FLEET)
                .setNumber(number)
                .setPreviousHash(previous.getHash())
                .setOrder(pause(reason))
                .build();
    }

    private static ByteString sealed(SigningKey key, Directive directive) {
        return key.seal(Domain.DIRECTIVE, directive.toByteString()).toByteString();
    }

    private static PublishOutcome publish(DirectivePublisher publisher) {
        return publisher.publishPending().orTimeout(30, SECONDS).join();
    }

    /** Polls, moving the position as a ledger would, until so many verdicts came. */
    private static List<ReceivedDirective> receive(DirectiveSource source, Position after, int count) {
        List<ReceivedDirective> all = new ArrayList<>();
        Position position = after;
        long deadline = System.nanoTime() + SECONDS.toNanos(20);
        while (all.size() < count && System.nanoTime() < deadline) {
            for (ReceivedDirective each : source.poll(position, Duration.ofMillis(200))) {
                all.add(each);
                position = each instanceof ReceivedDirective.Accepted ? positionOf(each) : position;
            }
        }
        assertThat(all).hasSize(count);
        return all;
    }

    private static List<Directive> accepted(List<ReceivedDirective> received) {
        return received.stream()
                .map(each -> ((ReceivedDirective.Accepted) each).signed().directive())
                .toList();
    }

    private static Position positionOf(ReceivedDirective received) {
        ReceivedDirective.Accepted accepted = (ReceivedDirective.Accepted) received;
        return Position.newBuilder()
                .setNumber(accepted.number())
                .setHash(accepted.signed().hash())
                .build();
    }

    private static void assertRefused(ReceivedDirective received, long number, String reason) {
        assertThat(received).isInstanceOfSatisfying(ReceivedDirective.Refused.class, refused -> {
            assertThat(refused.number()).isEqualTo(number);
            assertThat(refused.reason()).contains(reason);
        });
    }
}
