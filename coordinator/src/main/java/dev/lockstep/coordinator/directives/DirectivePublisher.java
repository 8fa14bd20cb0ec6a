package dev.lockstep.coordinator.directives;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.coordinator.journal.LogUnreachableException;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.signing.Signer;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.SignedEnvelope;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a fleet's directives topic in step with its journal (rule L5). Followers feed it too, so that it can lead at once. Thread-safe.
 *
 * <p>It needs no transaction and no fence of its own. What it writes follows from counted entries alone, so a superseded leader that still writes can only
 * repeat what its successor writes, in the same bytes; and agents take only the next number that fits the hash of the one before, so a repetition means nothing.
 */
public final class DirectivePublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectivePublisher.class);

    private final String fleet;
    private final Signer key;
    private final SignatureCheck trusted;
    private final DirectiveTopic topic;
    private final Executor publishing;
    private final DirectiveChain chain;
    private long published;
    // Only what publishes touches these.
    private long nextOffset;
    private boolean everRead;

    /**
     * @param key this coordinator's, for what it publishes
     * @param trusted keys of all coordinators, for what others published
     * @param topic closed with this
     * @param publishing runs what blocks on the topic, one task at a time
     */
    public DirectivePublisher(
            String fleet, Signer key, SignatureCheck trusted, DirectiveTopic topic, Executor publishing) {
        this.fleet = fleet;
        this.key = key;
        this.trusted = trusted;
        this.topic = topic;
        this.publishing = publishing;
        this.chain = new DirectiveChain(fleet);
    }

    /**
     * Takes the next counted entry, in order.
     *
     * @throws IllegalStateException when the entry numbers a directive wrongly: a defect of whoever decided it
     */
    public synchronized void onCounted(CountedEntry entry) {
        chain.add(entry);
    }

    /** Hash of a directive as it was decided; empty when there is none with this number. */
    public synchronized ByteString hashOf(long number) {
        return chain.hashOf(number);
    }

    /** The payloads of all directives that were decided, in order. */
    public synchronized List<ByteString> decided() {
        return chain.after(0).stream().map(DirectiveChain.Decided::payload).toList();
    }

    /**
     * Takes up what {@link #decided} gave in another life, before the first counted entry.
     *
     * @param payloads all directives up to an entry, in order
     * @param number of the last one
     * @return what is wrong with them, and then nothing was taken up
     */
    public synchronized Optional<String> restore(List<ByteString> payloads, long number) {
        return payloads.size() == number
                ? chain.restore(payloads)
                : Optional.of("it holds " + payloads.size() + " directives, but " + number + " were decided");
    }

    /** The last directive that was decided; number 0 before the first. */
    public synchronized Position tip() {
        return chain.tip();
    }

    /** Number of the last directive that this publisher read back from the topic in its place; 0 before the first. */
    public synchronized long publishedNumber() {
        return published;
    }

    /**
     * Leaders only: compares what stands on the topic with the journal, publishes what is missing, in order, and reads it back. Costs nothing when all is there.
     * Safe to repeat. Never completes exceptionally.
     */
    public CompletableFuture<PublishOutcome> publishPending() {
        CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();
        try {
            publishing.execute(() -> outcome.complete(publish()));
        } catch (RejectedExecutionException ended) {
            outcome.complete(new PublishOutcome.Unclear("the publisher was closed"));
        }
        return outcome;
    }

    private PublishOutcome publish() {
        try {
            if (everRead && pending().isEmpty()) {
                return new PublishOutcome.Published(publishedNumber());
            }
            Optional<PublishOutcome.Damaged> damage = readBack();
            if (damage.isPresent()) {
                return damage.get();
            }
            List<DirectiveChain.Decided> missing = pending();
            if (missing.isEmpty()) {
                return new PublishOutcome.Published(publishedNumber());
            }
            topic.append(missing.stream()
                    .map(each -> key.seal(Domain.DIRECTIVE, each.payload()).toByteString())
                    .toList());
            damage = readBack();
            if (damage.isPresent()) {
                return damage.get();
            }
            long wanted = missing.get(missing.size() - 1).number();
            return publishedNumber() >= wanted
                    ? new PublishOutcome.Published(publishedNumber())
                    : new PublishOutcome.Unclear("directive " + wanted + " of fleet " + fleet + " was not read back");
        } catch (LogUnreachableException unreachable) {
            return new PublishOutcome.Unclear(String.valueOf(unreachable.getMessage()));
        }
    }

    private synchronized List<DirectiveChain.Decided> pending() {
        return chain.after(published);
    }

    private Optional<PublishOutcome.Damaged> readBack() {
        DirectiveTopic.Chunk chunk = topic.read(nextOffset);
        if (chunk.nextOffset() < nextOffset) {
            LOG.warn("the directives of fleet {} became fewer on the topic; what is missing is published again", fleet);
            startAgain();
            chunk = topic.read(0);
        }
        for (ByteString value : chunk.values()) {
            Optional<PublishOutcome.Damaged> damage = check(value);
            if (damage.isPresent()) {
                return damage;
            }
        }
        nextOffset = chunk.nextOffset();
        everRead = true;
        return Optional.empty();
    }

    private synchronized void startAgain() {
        published = 0;
        nextOffset = 0;
    }

    /** What no trusted key signed for this fleet is noise that agents refuse. What one signed, and the journal did not decide, is damage. */
    private synchronized Optional<PublishOutcome.Damaged> check(ByteString value) {
        ByteString payload;
        Directive directive;
        try {
            SignedEnvelope stored = SignedEnvelope.parseFrom(value);
            payload = stored.getPayload();
            directive = Directive.parseFrom(payload);
            Optional<String> objection = trusted.objection(Domain.DIRECTIVE, stored);
            if (objection.isPresent()) {
                warnOfNoise(objection.get());
                return Optional.empty();
            }
            if (!directive.getFleet().equals(fleet)) {
                // Anybody who may write to the topic can copy what was signed for another fleet: it tells nothing about
                // the key.
                warnOfNoise("it is of fleet \"" + directive.getFleet() + "\"");
                return Optional.empty();
            }
        } catch (InvalidProtocolBufferException undecodable) {
            warnOfNoise("its bytes are no signed directive");
            return Optional.empty();
        }
        if (!chain.has(directive.getNumber(), payload)) {
            return Optional.of(
                    new PublishOutcome.Damaged(
                            directive.getNumber(),
                            "the directives topic of fleet " + fleet + " holds directive " + directive.getNumber()
                                    + " with a trusted signature, but the journal did not decide it; find out who has the key"));
        }
        if (directive.getNumber() == published + 1) {
            published++;
        }
        return Optional.empty();
    }

    private void warnOfNoise(String reason) {
        LOG.warn("the directives topic of fleet {} holds a record that agents refuse: {}", fleet, reason);
    }

    @Override
    public void close() {
        topic.close();
    }
}
