package dev.lockstep.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.coordinator.api.RequestRefused;
import dev.lockstep.coordinator.api.RequestRefused.Code;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.fleet.FleetView;
import org.junit.jupiter.api.Test;

/** What a coordinator says of an epoch that it does not have. */
class LookupTest {
    @Test
    void doesNotDenyWhatItMayOnlyNotHaveRead() {
        RequestRefused refused = refusedBy(view(false, "the journal cannot be read: no broker", false));

        assertThat(refused.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(refused).hasMessageContaining("still reading the journal: the journal cannot be read: no broker");
    }

    @Test
    void deniesWhatIsNotThere() {
        assertThat(refusedBy(view(true, "", false)).code()).isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void doesNotWaitForAJournalThatIsDamaged() {
        assertThat(refusedBy(view(false, "entry 3 is damaged", true)).code()).isEqualTo(Code.NOT_FOUND);
    }

    private static RequestRefused refusedBy(FleetView view) {
        return catchThrowableOfType(RequestRefused.class, () -> Lookup.epoch("orders", view, 2));
    }

    private static FleetView view(boolean caughtUp, String trouble, boolean damaged) {
        return new FleetView(FleetState.empty("orders"), false, caughtUp, trouble, damaged);
    }
}
