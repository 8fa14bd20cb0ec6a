package dev.lockstep.integration.attack;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.directives.DirectiveRules;
import dev.lockstep.agent.directives.ReceivedDirective;
import dev.lockstep.integration.attack.Tally.Outcome;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.v1.Position;
import java.util.Random;

/** The rules by which a node takes its next directive. */
final class DirectiveReceiver implements Receiver {
    private static final int AT_A_PLACE = 10;

    private final Histories histories;
    private final SignatureCheck trusted;
    private final Ledger ledger;

    /** What a node knows when a directive comes. */
    interface Ledger {
        /**
         * The last directive that it received.
         *
         * @param right what it is
         * @param coming what comes now
         */
        Position position(Position right, ByteString coming);
    }

    /** @param ledger the right one, or one that is wrong on purpose */
    DirectiveReceiver(Histories histories, SignatureCheck trusted, Ledger ledger) {
        this.histories = histories;
        this.trusted = trusted;
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "directives";
    }

    @Override
    public int share() {
        return 28;
    }

    @Override
    public void attack(int forgeries, Random random, Tally tally) {
        for (int left = forgeries; left > 0; left -= AT_A_PLACE) {
            attackAt(random.nextInt(histories.ours().directives().size()), random, tally);
        }
    }

    private void attackAt(int place, Random random, Tally tally) {
        Original original = histories.original(Form.DIRECTIVE, History::directives, place);
        Position before = histories.ours().positions().get(place);
        DirectiveRules rules = new DirectiveRules(histories.ours().fleet(), trusted, before);
        for (int i = 0; i < AT_A_PLACE; i++) {
            Trick trick = Trick.any(random);
            ByteString coming = trick.play(original, random);
            Position own = ledger.position(before, coming);
            if (!rules.position().equals(own)) {
                rules = new DirectiveRules(histories.ours().fleet(), trusted, own);
            }
            tally.count(name(), trick, outcome(rules.judge(coming), place), "directive " + (place + 1));
        }
        if (rules.position().equals(before)
                && !(rules.judge(original.sealed()) instanceof ReceivedDirective.Accepted)) {
            tally.countLost(name(), "directive " + (place + 1));
        }
    }

    private Outcome outcome(ReceivedDirective received, int place) {
        if (!(received instanceof ReceivedDirective.Accepted accepted)) {
            return Outcome.REFUSED;
        }
        return accepted.signed()
                        .hash()
                        .equals(histories.ours().positions().get(place + 1).getHash())
                ? Outcome.SAME
                : Outcome.ACCEPTED;
    }
}
