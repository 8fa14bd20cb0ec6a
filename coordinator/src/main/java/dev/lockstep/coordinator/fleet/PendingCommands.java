package dev.lockstep.coordinator.fleet;

import dev.lockstep.coordinator.api.RequestRefused;
import dev.lockstep.coordinator.api.RequestRefused.Code;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Decision;
import dev.lockstep.coordinator.core.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The commands that wait to be decided, in order, and those who wait for the answers. Only the loop's thread uses it. */
final class PendingCommands {
    private final int capacity;
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();

    /** @param capacity how many may wait */
    PendingCommands(int capacity) {
        this.capacity = capacity;
    }

    /** A command and the one who waits. */
    record Pending(Command command, CompletableFuture<Reply> answer) {}

    /** Takes a command, or refuses it when too many wait. */
    void add(Command command, CompletableFuture<Reply> answer) {
        if (waiting.size() >= capacity) {
            answer.completeExceptionally(
                    new RequestRefused(Code.UNAVAILABLE, "too much is waiting to be decided", "try again"));
        } else {
            waiting.add(new Pending(command, answer));
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes out the first ones. */
    List<Pending> take(int atMost) {
        List<Pending> batch = new ArrayList<>();
        while (!waiting.isEmpty() && batch.size() < atMost) {
            batch.add(waiting.poll());
        }
        return batch;
    }

    /** Puts back what was taken out last. */
    void putBack(List<Pending> batch) {
        for (int i = batch.size() - 1; i >= 0; i--) {
            waiting.addFirst(batch.get(i));
        }
    }

    void failAll(RequestRefused why) {
        fail(take(Integer.MAX_VALUE), why);
    }

    static List<Command> commands(List<Pending> batch) {
        return batch.stream().map(Pending::command).toList();
    }

    static void fail(List<Pending> batch, RequestRefused why) {
        batch.forEach(pending -> pending.answer().completeExceptionally(why));
    }

    /** Tells each what was decided. */
    static void answer(List<Pending> batch, List<Decision> answers) {
        for (int i = 0; i < batch.size(); i++) {
            CompletableFuture<Reply> future = batch.get(i).answer();
            Decision decision = answers.get(i);
            if (decision instanceof Decision.Accepted accepted) {
                future.complete(accepted.reply());
            } else if (decision instanceof Decision.Rejected rejected) {
                future.completeExceptionally(new RequestRefused(
                        Code.valueOf(rejected.kind().name()), rejected.message(), rejected.nextStep()));
            }
        }
    }
}
