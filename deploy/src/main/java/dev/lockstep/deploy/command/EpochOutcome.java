package dev.lockstep.deploy.command;

import dev.lockstep.deploy.text.EpochText;
import dev.lockstep.v1.EpochNodeStatus;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import java.util.ArrayList;
import java.util.List;

/** Where an epoch has come to, how to go on from there, and whether that is a yes. */
final class EpochOutcome {

    private EpochOutcome() {}

    /** The exit code of a command that wanted the epoch to go forward. */
    static ExitCode forward(EpochStatus epoch) {
        return switch (epoch.getState()) {
            case PAUSED, ROLLED_BACK, REJECTED -> ExitCode.NO;
            default -> ExitCode.YES;
        };
    }

    /** The exit code of a command that wanted the epoch to go back. */
    static ExitCode back(EpochStatus epoch) {
        return switch (epoch.getState()) {
            case PAUSED, COMPLETED -> ExitCode.NO;
            default -> ExitCode.YES;
        };
    }

    /** How to go on, in lines. */
    static List<String> nextSteps(EpochStatus epoch) {
        List<String> lines = new ArrayList<>();
        String id = Long.toString(epoch.getNumber());
        if (epoch.getState() == EpochState.PAUSED) {
            lines.add("epoch " + id + " is paused" + (epoch.getReason().isEmpty() ? "" : ": " + epoch.getReason()));
            epoch.getNodesList().stream()
                    .filter(node -> List.of("failed", "held", "away").contains(node.getState()))
                    .forEach(node -> lines.add("  " + trouble(node)));
        }
        switch (epoch.getState()) {
            case AWAITING_APPROVAL -> {
                lines.add("next: look at the plans and approve them: lockstep approve " + id);
                lines.add("  or: lockstep rollback " + id);
            }
            case AWAITING_RELEASE -> {
                lines.add("next: once every application instance knows the new shape: lockstep release " + id);
                lines.add("  or: lockstep rollback " + id);
            }
            case PAUSED -> {
                lines.add("next: remove the cause and go on: lockstep resume " + id);
                lines.add("  or, as long as CONTRACT has not opened, go back: lockstep rollback " + id);
            }
            case WAITING -> {
                lines.add(EpochText.headline(epoch));
                epoch.getWaitsForList().forEach(wait -> lines.add("  waits for: " + wait));
                lines.add("next: it goes on by itself; follow it: lockstep watch " + id);
            }
            case RUNNING, ROLLING_BACK -> lines.add("next: follow it: lockstep watch " + id);
            default -> lines.add(EpochText.headline(epoch));
        }
        return lines;
    }

    private static String trouble(EpochNodeStatus node) {
        return node.getNode() + " " + node.getState()
                + (node.getStep().isEmpty() ? "" : " at: " + node.getStep())
                + (node.getMessage().isEmpty() ? "" : ": " + node.getMessage());
    }
}
