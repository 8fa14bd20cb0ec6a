package dev.lockstep.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class NewestOnlyTest {
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final List<Integer> received = new ArrayList<>();
    private final NewestOnly<Integer> newest = new NewestOnly<>(ready::get, received::add);

    @Test
    void hands_on_everything_to_a_receiver_that_keeps_up() {
        newest.offer(1);
        newest.offer(2);

        assertThat(received).containsExactly(1, 2);
    }

    @Test
    void keeps_only_the_newest_for_a_slow_receiver() {
        newest.offer(1);
        ready.set(false);
        newest.offer(2);
        newest.offer(3);
        ready.set(true);
        newest.handOn();
        newest.handOn();

        assertThat(received).containsExactly(1, 3);
    }

    @Test
    void hands_on_nothing_once_stopped() {
        AtomicBoolean last = new AtomicBoolean();
        newest.stop(() -> last.set(true));
        newest.offer(1);

        assertThat(received).isEmpty();
        assertThat(last).isTrue();
    }

    @Test
    void stops_once() {
        List<String> ends = new ArrayList<>();
        newest.stop(() -> ends.add("first"));
        newest.stop(() -> ends.add("second"));

        assertThat(ends).containsExactly("first");
    }
}
