package dev.lockstep.coordinator;

import dev.lockstep.coordinator.api.RequestRefused;
import dev.lockstep.coordinator.api.RequestRefused.Code;
import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.fleet.FleetView;

/** Tells what there is not from what this coordinator has not read yet: whoever hears "there is none" asks for it a second time. */
final class Lookup {
    private Lookup() {}

    /** @throws RequestRefused when there is no such epoch, or nobody here can know yet */
    static Epoch epoch(String fleet, FleetView view, long number) {
        return view.state().epoch(number).orElseThrow(() -> {
            requireRead(fleet, view);
            return new RequestRefused(
                    Code.NOT_FOUND,
                    "expected an epoch of fleet " + fleet + ", but there is no epoch " + number,
                    "list them: lockstep history");
        });
    }

    /** @throws RequestRefused when what the journal held at the start has not been read; a damaged one never will be */
    static void requireRead(String fleet, FleetView view) {
        if (!view.caughtUp() && !view.damaged()) {
            throw new RequestRefused(
                    Code.UNAVAILABLE,
                    "expected the history of fleet " + fleet + ", but this coordinator is still reading the journal"
                            + (view.trouble().isEmpty() ? "" : ": " + view.trouble()),
                    "try again, or ask another coordinator");
        }
    }
}
