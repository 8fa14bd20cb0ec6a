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
     * @param roster what was decided about who belongs to the fleet, and whom epochs wait for
     * @param unexplainedFailures statements of the application that no fault explains; each is a violation, too
     */
    public record Verdict(
            int epochs, long rolledBack, RosterActs roster, long unexplainedFailures, List<Violation> violations) {}

    /**
     * How often it was decided.
     *
     * @param waivers that phases pass without a node
     * @param departures that a node leaves
     * @param admissions that a node joins
     * @param ofRestored how many of those were of a node that had been brought back from a backup
     */
    public record RosterActs(int waivers, int departures, int admissions, int ofRestored) {}

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
        return new Verdict(fleet.epochs().size(), fleet.rolledBack(), fleet.rosterActs(), unexplained, findings.all());
    }
}
