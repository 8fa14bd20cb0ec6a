package dev.lockstep.integration.nemesis.check;

import java.util.List;

/** Looks for what must never be seen. */
public final class Checker {
    private Checker() {}

    /**
     * What came of looking.
     *
     * @param epochs how many were opened
     * @param rolledBack how many of them ended so
     * @param unexplainedFailures statements of the application that no fault explains; each is a violation, too
     */
    public record Verdict(int epochs, long rolledBack, long unexplainedFailures, List<Violation> violations) {}

    /** Judges a history. */
    public static Verdict judge(History history) {
        Findings findings = new Findings();
        CountedJournal journal = CountedJournal.read(history, findings);
        PublishedDirectives directives = PublishedDirectives.read(history, journal, findings);
        FleetStory fleet = FleetStory.read(journal, history.restored(), findings);
        for (NodeHistory node : history.nodes()) {
            new LedgerCheck(node, fleet, directives, findings).run();
        }
        new CatalogCheck(history, fleet, findings).run();
        new RowsCheck(history, fleet, findings).run();
        new StatementsCheck(history, findings).run();
        long unexplained = history.load().failures().stream()
                .filter(failure ->
                        !StatementsCheck.isExplained(failure, history.load().disturbances()))
                .count();
        return new Verdict(fleet.epochs().size(), fleet.rolledBack(), unexplained, findings.all());
    }
}
