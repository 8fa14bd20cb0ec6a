package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.text.EpochText;
import dev.lockstep.v1.EpochStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which epoch a command means that was given no number: the only open one. */
final class OpenEpoch {

    private OpenEpoch() {}

    static long number(CoordinatorClient client, String fleet, @Nullable Long given) {
        if (given != null) {
            return given;
        }
        List<EpochStatus> open = client.fleet(fleet).getEpochsList().stream()
                .filter(EpochText::hasNotEnded)
                .toList();
        if (open.size() == 1) {
            return open.get(0).getNumber();
        }
        if (open.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NO,
                    "WRONG_STATE",
                    "expected an open epoch of fleet " + fleet + ", but none is open",
                    "open one: lockstep apply FILE");
        }
        throw CommandFailure.badInput(
                "expected the number of an epoch, because several are open: "
                        + String.join(
                                ", ",
                                open.stream()
                                        .map(epoch -> epoch.getNumber() + " (" + epoch.getChange() + ")")
                                        .toList()),
                "give one of these numbers");
    }
}
