package dev.lockstep.agent.directives;

import com.google.protobuf.ByteString;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.v1.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes through the topic from its beginning to the node's position, by number, and on from there. What was refused before the position was reported when it was
 * new, so it is held back until the position is found. Not thread-safe.
 */
final class DirectiveSearch {
    private final Position after;
    private final DirectiveRules rules;
    private final List<ReceivedDirective> heldBack = new ArrayList<>();
    private boolean found;

    DirectiveSearch(String fleet, SignatureCheck trusted, Position after) {
        this.after = after;
        this.rules = new DirectiveRules(fleet, trusted, after);
        this.found = after.getNumber() == 0;
    }

    /** Where it is now. */
    Position position() {
        return rules.position();
    }

    /** Whether the node's position has still to be found. */
    boolean isSearching() {
        return !found;
    }

    /** What one more record gives. */
    List<ReceivedDirective> take(ByteString record) {
        return take(rules.judge(record));
    }

    /** The same of one that was read before, with the same keys. */
    List<ReceivedDirective> take(TopicRecord record) {
        return take(rules.judge(record));
    }

    private List<ReceivedDirective> take(ReceivedDirective received) {
        if (found) {
            return List.of(received);
        }
        if (received instanceof ReceivedDirective.Duplicate) {
            if (received.number() == after.getNumber()) {
                found = true;
                heldBack.clear();
            }
            return List.of();
        }
        heldBack.add(received);
        return received instanceof ReceivedDirective.Accepted ? end() : List.of();
    }

    /** Everything that was there has been taken, and the position was not among it. */
    List<ReceivedDirective> missed() {
        if (heldBack.stream().noneMatch(refused -> refused.number() == after.getNumber())) {
            heldBack.add(new ReceivedDirective.Refused(
                    after.getNumber(),
                    "expected the topic to hold directive " + after.getNumber()
                            + ", which this node received last, found that it ends before; the topic was shortened"));
        }
        return end();
    }

    private List<ReceivedDirective> end() {
        found = true;
        List<ReceivedDirective> all = List.copyOf(heldBack);
        heldBack.clear();
        return all;
    }
}
