package dev.lockstep.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.agent.execute.TipReader;
import dev.lockstep.v1.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JoinedTipsTest {
    private final SlowLeader leader = new SlowLeader();
    private final JoinedTips tips = new JoinedTips(leader);

    @Test
    void whoAsksMeanwhileGetsTheAnswerToTheNextQuestion() throws Exception {
        CompletableFuture<Long> first = ask();
        await().until(() -> leader.asked.get() == 1);
        List<CompletableFuture<Long>> meanwhile = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            meanwhile.add(ask());
        }
        await().until(() -> tips.waiting("orders") == 20);
        leader.answers.release();
        assertThat(first.get()).isEqualTo(1);
        await().until(() -> leader.asked.get() == 2);
        leader.answers.release();
        for (CompletableFuture<Long> each : meanwhile) {
            assertThat(each.get()).isEqualTo(2);
        }
        assertThat(leader.asked.get()).isEqualTo(2);
    }

    @Test
    void whoAsksAloneGetsAnAnswerOfHisOwn() {
        leader.answers.release(2);
        assertThat(tips.tip("orders").orElseThrow().getNumber()).isEqualTo(1);
        assertThat(tips.tip("orders").orElseThrow().getNumber()).isEqualTo(2);
    }

    @Test
    void whoIsToldToEndStillAsksForThoseWhoWaitWithHim() throws Exception {
        CompletableFuture<Long> first = ask();
        await().until(() -> leader.asked.get() == 1);
        Thread ending = new Thread(() -> tips.tip("orders"));
        ending.start();
        await().until(() -> tips.waiting("orders") == 1);
        CompletableFuture<Long> other = ask();
        await().until(() -> tips.waiting("orders") == 2);
        ending.interrupt();
        leader.answers.release(2);
        assertThat(first.get()).isEqualTo(1);
        assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(2);
        ending.join();
        leader.answers.release();
        assertThat(tips.tip("orders").orElseThrow().getNumber()).isEqualTo(3);
    }

    private CompletableFuture<Long> ask() {
        CompletableFuture<Long> told = new CompletableFuture<>();
        Thread asking =
                new Thread(() -> told.complete(tips.tip("orders").orElseThrow().getNumber()));
        asking.setDaemon(true);
        asking.start();
        return told;
    }

    /** Answers when it is let, each time with the next number. */
    private static final class SlowLeader implements TipReader {
        private final AtomicInteger asked = new AtomicInteger();
        private final Semaphore answers = new Semaphore(0);

        @Override
        public Optional<Position> tip(String fleet) {
            long number = asked.incrementAndGet();
            answers.acquireUninterruptibly();
            return Optional.of(Position.newBuilder().setNumber(number).build());
        }
    }
}
