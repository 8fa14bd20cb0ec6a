package dev.lockstep.integration.attack;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.core.StateHash;
import dev.lockstep.coordinator.directives.DirectivePublisher;
import dev.lockstep.coordinator.fleet.Resumption;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.coordinator.journal.JournalReader;
import dev.lockstep.coordinator.journal.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a coordinator takes for its fleet's history when it starts. */
final class Restart implements JournalReader {
    private final Resumption resumption;
    private final DirectivePublisher directives;
    private final List<ByteString> counted = new ArrayList<>();
    private @Nullable ByteString resumed;

    Restart(Resumption resumption, DirectivePublisher directives) {
        this.resumption = resumption;
        this.directives = directives;
    }

    /** Hash of the state that it took from a snapshot. */
    Optional<ByteString> resumed() {
        return Optional.ofNullable(resumed);
    }

    /** Hashes of the entries that it read. */
    List<ByteString> counted() {
        return List.copyOf(counted);
    }

    /** Number of the last directive that it knows. */
    long directives() {
        return directives.tip().getNumber();
    }

    /** Whether it knows the whole history, one way or the other. */
    boolean hasEverything(History history) {
        return resumed != null || counted.size() == history.entries().size();
    }

    @Override
    public boolean resumesBehind(CountedEntry entry) {
        Optional<FleetState> state = resumption.resume(entry);
        resumed = state.map(StateHash::of).orElse(null);
        return state.isPresent();
    }

    @Override
    public void onAnchorMissing(String reason) {
        resumption.passBy(reason);
    }

    @Override
    public void onVerdict(Verdict verdict) {
        if (verdict instanceof Verdict.Counted entry) {
            counted.add(entry.entry().hash());
        }
    }
}
