package dev.lockstep.coordinator.fleet;

import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.core.Stage;
import dev.lockstep.v1.Phase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Since when this leader has seen each phase at work, by a clock that cannot jump. A pause ends the time: after it the phase has all of its time again, because
 * a person has looked. Owned by the loop's thread.
 */
final class OpenPhases {
    private record Place(long epoch, Phase phase) {}

    private final Map<Place, Long> seenAtMillis = new HashMap<>();

    /** Looks at what is at work now. */
    void look(FleetState state, long nowMillis) {
        Set<Place> atWork = new HashSet<>();
        for (Epoch epoch : state.openEpochs()) {
            if (!epoch.paused() && epoch.stage() != Stage.WAITING) {
                atWork.add(new Place(epoch.number(), epoch.phase()));
            }
        }
        seenAtMillis.keySet().retainAll(atWork);
        atWork.forEach(place -> seenAtMillis.putIfAbsent(place, nowMillis));
    }

    /** How long the open phase of an epoch has been at work. */
    long openMillis(long epoch, long nowMillis) {
        for (Map.Entry<Place, Long> seen : seenAtMillis.entrySet()) {
            if (seen.getKey().epoch() == epoch) {
                return nowMillis - seen.getValue();
            }
        }
        return 0;
    }

    void forget() {
        seenAtMillis.clear();
    }
}
