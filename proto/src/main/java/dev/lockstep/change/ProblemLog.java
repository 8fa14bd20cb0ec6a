package dev.lockstep.change;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong in one file, so that all of it can be told at once. Used by one thread. */
final class ProblemLog {
    private final String file;
    /** A set: what an alias repeats is told once. */
    private final TreeSet<Problem> problems = new TreeSet<>(Comparator.comparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::message));

    ProblemLog(String file) {
        this.file = file;
    }

    void add(Place place, String message) {
        problems.add(new Problem(file, place.line(), place.column(), message));
    }

    void add(Node node, String message) {
        add(Place.of(node), message);
    }

    List<Problem> sorted() {
        return List.copyOf(problems);
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }
}
