package dev.lockstep.integration.attack;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.directives.InMemoryDirectiveSource;
import dev.lockstep.agent.directives.ReceivedDirective;
import dev.lockstep.coordinator.directives.DirectivePublisher;
import dev.lockstep.coordinator.directives.InMemoryDirectives;
import dev.lockstep.coordinator.directives.PublishOutcome;
import dev.lockstep.integration.attack.Tally.Outcome;
import dev.lockstep.kafka.InMemoryTopic;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.v1.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A node that finds its place on a topic full of forgeries, and the coordinator that publishes there what is missing: whatever is between, the node takes
 * exactly what was decided.
 */
final class TopicReceiver implements Receiver {
    private static final int AT_A_PLACE = 12;
    private static final int MOST_PUBLISHED = 6;

    private final Histories histories;
    private final SignatureCheck trusted;
    private final List<ByteString> directives;

    TopicReceiver(Histories histories, SignatureCheck trusted) {
        this.histories = histories;
        this.trusted = trusted;
        this.directives = histories.ours().directives();
    }

    @Override
    public String name() {
        return "topic";
    }

    @Override
    public int share() {
        return 10;
    }

    @Override
    public void attack(int forgeries, Random random, Tally tally) {
        for (int left = forgeries; left > 0; left -= AT_A_PLACE) {
            attackOnce(random, tally);
        }
    }

    private void attackOnce(Random random, Tally tally) {
        int there = Math.max(0, directives.size() - random.nextInt(MOST_PUBLISHED));
        InMemoryTopic topic = new InMemoryTopic();
        List<Trick> tricks = new ArrayList<>();
        Set<ByteString> forged = new HashSet<>();
        int next = 0;
        while (next < there || tricks.size() < AT_A_PLACE) {
            if (next < there && random.nextInt(there + AT_A_PLACE) >= AT_A_PLACE) {
                topic.append(directives.get(next));
                next++;
            } else if (tricks.size() < AT_A_PLACE) {
                // Around the place that is written next, or that is missing.
                Original original =
                        histories.original(Form.DIRECTIVE, History::directives, Math.min(next, directives.size() - 1));
                Trick trick = Trick.any(random);
                ByteString bytes = trick.play(original, random);
                tricks.add(trick);
                forged.add(bytes);
                topic.append(bytes);
            } else {
                topic.append(directives.get(next));
                next++;
            }
        }
        int expected = publish(topic) instanceof PublishOutcome.Published ? directives.size() : there;
        judge(topic, forged, tricks, random.nextInt(there + 1), expected, tally);
    }

    /** What a leader does. When it sees what its key has signed and its journal did not decide, it stops, and what is missing stays so. */
    private PublishOutcome publish(InMemoryTopic topic) {
        DirectivePublisher publisher = new DirectivePublisher(
                histories.ours().fleet(), histories.key(), trusted, new InMemoryDirectives(topic), Runnable::run);
        histories.ours().entries().forEach(publisher::onCounted);
        return publisher.publishPending().join();
    }

    private void judge(
            InMemoryTopic topic, Set<ByteString> forged, List<Trick> tricks, int position, int expected, Tally tally) {
        Position from = histories.ours().positions().get(position);
        List<ByteString> hashes = new ArrayList<>();
        List<ByteString> strange = new ArrayList<>();
        try (InMemoryDirectiveSource source =
                new InMemoryDirectiveSource(histories.ours().fleet(), trusted, topic)) {
            for (ReceivedDirective each : source.poll(from, Duration.ZERO)) {
                if (each instanceof ReceivedDirective.Accepted accepted) {
                    hashes.add(accepted.signed().hash());
                    if (forged.contains(accepted.signed().envelopeBytes())) {
                        strange.add(accepted.signed().hash());
                    }
                }
            }
        }
        List<ByteString> right = histories.ours().positions().stream()
                .skip(position + 1L)
                .map(Position::getHash)
                .toList();
        boolean asDecided = hashes.size() <= right.size() && hashes.equals(right.subList(0, hashes.size()));
        String place = "a topic, read from " + position;
        for (int i = 0; i < tricks.size(); i++) {
            Outcome believed = i < strange.size() ? Outcome.SAME : Outcome.REFUSED;
            tally.count(name(), tricks.get(i), i == 0 && !asDecided ? Outcome.ACCEPTED : believed, place);
        }
        if (asDecided && position + hashes.size() < expected) {
            tally.countLost(name(), place);
        }
    }
}
