package dev.lockstep.change;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** A time that is more than none. */
record SomeTimeForm(DurationForm form) implements Form<Duration> {

    SomeTimeForm() {
        this(new DurationForm());
    }

    @Override
    public Optional<Duration> read(Node node, ProblemLog problems) {
        Optional<Duration> time = form.read(node, problems);
        if (time.isPresent() && time.get().isZero()) {
            problems.add(node, "expected a time of at least 1s, found " + Found.in(node));
            return Optional.empty();
        }
        return time;
    }

    @Override
    public Map<String, Object> schema() {
        return form.schema();
    }
}
