package dev.lockstep.integration.journal;

import dev.lockstep.coordinator.journal.Anchor;
import dev.lockstep.coordinator.journal.Journal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What every journal must do, whatever it stands on. */
abstract class JournalContract implements JournalClaims, JournalAppends, JournalAnchors, JournalDamage {
    private final List<Journal> opened = new ArrayList<>();

    @AfterEach
    void closeAll() {
        opened.forEach(Journal::close);
    }

    @Override
    public JournalFollower follow(Journal journal) {
        opened.add(journal);
        return JournalFollower.of(journal);
    }

    @Override
    public JournalFollower follow(Journal journal, Anchor anchor, boolean agrees) {
        opened.add(journal);
        return JournalFollower.behind(journal, anchor, agrees);
    }
}
