package dev.lockstep.deploy.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloserTest {

    private final List<String> ended = new ArrayList<>();
    private final Closer closer = new Closer();

    @Test
    void endsTheLastFirstAndEachOnce() {
        closer.add((AutoCloseable) () -> ended.add("first"));
        closer.add((AutoCloseable) () -> ended.add("second"));

        closer.close();
        closer.close();

        assertThat(ended).containsExactly("second", "first");
    }

    @Test
    void endsTheOthersWhenOneCannotBeEnded() {
        closer.add((AutoCloseable) () -> ended.add("first"));
        closer.add((AutoCloseable) () -> {
            throw new IllegalStateException("stuck");
        });

        assertThatThrownBy(closer::close).hasRootCauseMessage("stuck");
        assertThat(ended).containsExactly("first");
    }

    @Test
    void whatComesTooLateIsEndedAtOnce() {
        closer.close();

        assertThatThrownBy(() -> closer.add((AutoCloseable) () -> ended.add("late")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ended).containsExactly("late");
    }
}
