package dev.lockstep.integration.nemesis;

import dev.lockstep.deploy.client.Approvals;
import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.client.CoordinatorFailure;
import dev.lockstep.integration.nemesis.Changes.Invented;
import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.Phase;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Those who change schemas: one epoch after the other, some of which they take back, and now and then a pause. They look before they ask again, and resume what has
 * paused. For one thread.
 */
final class People {
    private static final String WHO = "somebody";
    private static final long LOOK_MILLIS = 250;
    private static final int SEARCHED = 5;
    private static final Set<String> SETTLED = Set.of("done", "halted", "undone");

    private final CoordinatorClient client;
    private final Application application;
    private final Changes changes;
    private final RosterPeople rosterPeople;
    private final Diary diary;
    private final Random random;
    private int attended;
    private String lastSeen = "";
    private List<String> waitsFor = List.of();

    People(
            CoordinatorClient client,
            Application application,
            Changes changes,
            RosterPeople rosterPeople,
            Diary diary,
            long seed) {
        this.rosterPeople = rosterPeople;
        this.client = client;
        this.application = application;
        this.changes = changes;
        this.diary = diary;
        this.random = new Random(seed * 104_729);
    }

    /** Where an epoch is to be taken back, if at all. */
    private enum Wish {
        COMPLETE,
        BACK_BEFORE_APPROVAL,
        BACK_IN_EXPAND,
        BACK_IN_BACKFILL,
        BACK_IN_VALIDATE,
        BACK_BEFORE_RELEASE;

        private boolean isGranted(EpochStatus seen) {
            boolean running = seen.getState() == EpochState.RUNNING;
            return switch (this) {
                case COMPLETE -> false;
                case BACK_BEFORE_APPROVAL -> seen.getState() == EpochState.AWAITING_APPROVAL;
                case BACK_IN_EXPAND -> running && seen.getPhase() == Phase.EXPAND;
                case BACK_IN_BACKFILL -> running && seen.getPhase() == Phase.BACKFILL;
                case BACK_IN_VALIDATE -> running && seen.getPhase() == Phase.VALIDATE;
                case BACK_BEFORE_RELEASE -> seen.getState() == EpochState.AWAITING_RELEASE;
            };
        }
    }

    /** Opens epochs until the time is up, then ends the last one; false when that does not end before the bound. */
    boolean work(long untilMillis, long boundMillis) throws InterruptedException {
        while (diary.millis() < untilMillis) {
            rosterPeople.between(boundMillis);
            Invented change = changes.next();
            Optional<Long> epoch = open(change, untilMillis);
            if (epoch.isPresent() && !attend(epoch.get(), change, boundMillis)) {
                return false;
            }
        }
        return true;
    }

    /** Empty when nobody has opened it before the time was up. */
    private Optional<Long> open(Invented change, long untilMillis) throws InterruptedException {
        while (diary.millis() < untilMillis) {
            try {
                Optional<Long> found = client.epochs(Members.FLEET, SEARCHED).stream()
                        .filter(epoch -> epoch.getChange().equals(change.name()))
                        .map(EpochStatus::getNumber)
                        .findFirst();
                if (found.isPresent()) {
                    return found;
                }
                long number = client.apply(ApplyChangeRequest.newBuilder()
                                .setFleet(Members.FLEET)
                                .setChangeFile(change.file())
                                .setFileName("change.yaml")
                                .setBy(WHO)
                                .build())
                        .getNumber();
                diary.say("epoch " + number + ": " + change.name());
                return Optional.of(number);
            } catch (CoordinatorFailure failed) {
                if (failed.code().equals("INVALID")) {
                    throw new IllegalStateException("expected a right change, but " + failed.getMessage(), failed);
                }
                note("apply: " + failed.getMessage());
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
        return Optional.empty();
    }

    private boolean attend(long epoch, Invented change, long boundMillis) throws InterruptedException {
        // In turns, so that each run of some epochs has both.
        boolean goesThrough = attended % 2 == 0;
        attended++;
        Wish wish = goesThrough ? Wish.COMPLETE : Wish.values()[1 + random.nextInt(Wish.values().length - 1)];
        boolean pauses = random.nextInt(5) == 0;
        boolean wentBack = false;
        while (diary.millis() < boundMillis) {
            try {
                EpochStatus seen = client.epoch(Members.FLEET, epoch);
                waitsFor = seen.getWaitsForList();
                note("epoch " + epoch + ": " + seen.getState() + " in " + seen.getPhase() + reasonOf(seen));
                if (seen.getClosedAtMillis() > 0) {
                    ended(seen, change);
                    return true;
                }
                rosterPeople.during(seen);
                if (seen.getState() == EpochState.WAITING) {
                    Optional<Long> earlier = openBefore(epoch);
                    if (earlier.isPresent() && !attend(earlier.get(), change, boundMillis)) {
                        return false;
                    }
                } else if (!wentBack && wish.isGranted(seen)) {
                    client.rollback(command(epoch));
                    wentBack = true;
                } else if (pauses && seen.getState() == EpochState.RUNNING && seen.getPhase() != Phase.PREFLIGHT) {
                    pauses = false;
                    client.pause(command(epoch));
                } else {
                    attend(seen, change);
                }
            } catch (CoordinatorFailure failed) {
                note("epoch " + epoch + ": " + failed.code() + " " + failed.getMessage());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        diary.say("epoch " + epoch + " has not ended; last seen: " + lastSeen + "; it waited for " + waitsFor);
        return false;
    }

    /** An epoch that was opened although nobody was told so: its answer was lost. */
    private Optional<Long> openBefore(long epoch) {
        return client.epochs(Members.FLEET, SEARCHED).stream()
                .filter(each -> each.getClosedAtMillis() == 0 && each.getNumber() < epoch)
                .map(EpochStatus::getNumber)
                .min(Comparator.naturalOrder());
    }

    private void attend(EpochStatus seen, Invented change) {
        long epoch = seen.getNumber();
        switch (seen.getState()) {
            case AWAITING_APPROVAL -> {
                var unused = Approvals.give(client, Members.FLEET, epoch, WHO, client.plans(Members.FLEET, epoch));
            }
            case AWAITING_RELEASE -> {
                application.switchTo(change.columnsAfter());
                client.release(command(epoch));
            }
            case PAUSED -> client.resume(command(epoch));
            default -> {
                // It goes on by itself.
            }
        }
    }

    private void ended(EpochStatus seen, Invented change) {
        if (seen.getState() == EpochState.COMPLETED) {
            changes.completed(change);
        }
    }

    private static String reasonOf(EpochStatus seen) {
        if (seen.getState() == EpochState.PAUSED) {
            return ": " + seen.getReason();
        }
        String late = seen.getNodesList().stream()
                .filter(node -> !SETTLED.contains(node.getState()))
                .map(node -> node.getNode() + " " + node.getState())
                .collect(Collectors.joining(", "));
        return late.isEmpty() ? "" : " (" + late + ")";
    }

    /** Only what is new. */
    private void note(String what) {
        if (!what.equals(lastSeen)) {
            lastSeen = what;
            diary.say(what);
        }
    }

    private static EpochCommand command(long epoch) {
        return EpochCommand.newBuilder()
                .setFleet(Members.FLEET)
                .setEpoch(epoch)
                .setBy(WHO)
                .setReason("the nemesis")
                .setConfirmLoss(true)
                .build();
    }
}
