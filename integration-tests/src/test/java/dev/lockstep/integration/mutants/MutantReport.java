package dev.lockstep.integration.mutants;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.integration.mutants.Mutant.Fate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What has become of all mutants. */
record MutantReport(List<Mutant> mutants) {
    private static final int WANTED_PERCENT = 90;

    MutantReport {
        mutants = mutants.stream()
                .sorted(Comparator.comparing(Mutant::type).thenComparing(Mutant::line))
                .toList();
    }

    long count(Fate fate) {
        return mutants.stream().filter(each -> each.fate() == fate).count();
    }

    /** Those that a test noticed, of those that one could have noticed, in percent; 0 where there are none. */
    double score() {
        long asked = mutants.size() - count(Fate.NOT_RUN);
        return asked == 0 ? 0 : 100.0 * count(Fate.KILLED) / asked;
    }

    boolean isRight() {
        return score() >= WANTED_PERCENT;
    }

    List<Mutant> alive() {
        return mutants.stream().filter(Mutant::isAlive).toList();
    }

    String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("mutants", mutants.size());
        json.put("killed", count(Fate.KILLED));
        json.put("survived", count(Fate.SURVIVED));
        json.put("notCovered", count(Fate.NOT_COVERED));
        json.put("notRun", count(Fate.NOT_RUN));
        json.put("score", Math.round(score() * 10) / 10.0);
        var alive = json.putArray("alive");
        alive().forEach(each -> alive.addObject()
                .put("class", each.type())
                .put("method", each.method())
                .put("line", each.line())
                .put("how", each.how())
                .put("covered", each.fate() != Fate.NOT_COVERED));
        return json.toString();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        alive().forEach(each -> text.append(each).append(System.lineSeparator()));
        return text.append(String.format(
                        Locale.ROOT,
                        "%d mutants: %d killed, %d survived, %d where no test comes by, %d not run; %.1f %% killed"
                                + " (at least %d wanted)%n",
                        mutants.size(),
                        count(Fate.KILLED),
                        count(Fate.SURVIVED),
                        count(Fate.NOT_COVERED),
                        count(Fate.NOT_RUN),
                        score(),
                        WANTED_PERCENT))
                .toString();
    }
}
