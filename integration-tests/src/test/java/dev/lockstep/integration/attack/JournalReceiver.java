package dev.lockstep.integration.attack;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.journal.JournalRules;
import dev.lockstep.coordinator.journal.Verdict;
import dev.lockstep.integration.attack.Tally.Outcome;
import dev.lockstep.signing.SignatureCheck;
import java.util.List;
import java.util.Random;

/** The rules by which every coordinator, standby and audit reads the journal. */
final class JournalReceiver implements Receiver {
    private static final int AT_A_PLACE = 8;

    private final Histories histories;
    private final SignatureCheck trusted;
    private final List<ByteString> journal;

    JournalReceiver(Histories histories, SignatureCheck trusted) {
        this.histories = histories;
        this.trusted = trusted;
        this.journal = histories.ours().journal();
    }

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public int share() {
        return 45;
    }

    @Override
    public void attack(int forgeries, Random random, Tally tally) {
        for (int left = forgeries; left > 0; left -= AT_A_PLACE) {
            attackAt(random.nextInt(journal.size()), random, tally);
        }
    }

    private void attackAt(int place, Random random, Tally tally) {
        Original original = histories.original(Form.ENTRY, History::journal, place);
        JournalRules rules = upTo(place);
        boolean ended = false;
        for (int i = 0; i < AT_A_PLACE; i++) {
            if (ended) {
                rules = upTo(place);
            }
            Trick trick = Trick.any(random);
            Verdict verdict = rules.judge(place, trick.play(original, random));
            tally.count(name(), trick, outcome(verdict, place), "entry " + (place + 1));
            // Skipped means nothing; whatever else it was, this reader is not at the place any more.
            ended = !(verdict instanceof Verdict.Skipped);
        }
        if (!ended && !(rules.judge(place, original.sealed()) instanceof Verdict.Counted)) {
            tally.countLost(name(), "entry " + (place + 1));
        }
    }

    private Outcome outcome(Verdict verdict, int place) {
        if (!(verdict instanceof Verdict.Counted counted)) {
            return Outcome.REFUSED;
        }
        return counted.entry()
                                .hash()
                                .equals(histories.ours().entries().get(place).hash())
                        && counted.entry()
                                .entry()
                                .equals(histories.ours().entries().get(place).entry())
                ? Outcome.SAME
                : Outcome.ACCEPTED;
    }

    private JournalRules upTo(int place) {
        JournalRules rules = new JournalRules(histories.ours().fleet(), trusted);
        for (int i = 0; i < place; i++) {
            rules.judge(i, journal.get(i));
        }
        return rules;
    }
}
