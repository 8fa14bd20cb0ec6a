package dev.lockstep.deploy.demo;

import dev.lockstep.deploy.client.Approvals;
import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.client.EpochFollower;
import dev.lockstep.deploy.text.EpochNews;
import dev.lockstep.deploy.text.EpochText;
import dev.lockstep.deploy.text.PlanText;
import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.PlanChangeResponse;
import java.util.function.Consumer;

/** Takes a change through an epoch as a user would: apply, look at the plans, approve, release. */
final class EpochDriver {

    private static final String WHO = "demo";

    private final CoordinatorClient client;
    private final String fleet;
    private final Consumer<String> tells;

    EpochDriver(CoordinatorClient client, String fleet, Consumer<String> tells) {
        this.client = client;
        this.fleet = fleet;
        this.tells = tells;
    }

    /** Goes as far as RELEASE, where the application can change. */
    EpochStatus toRelease(String fileName, String changeFile) {
        tells.accept("lockstep apply " + fileName);
        EpochStatus opened = client.apply(ApplyChangeRequest.newBuilder()
                .setFleet(fleet)
                .setChangeFile(changeFile)
                .setFileName(fileName)
                .setBy(WHO)
                .build());
        long epoch = opened.getNumber();
        EpochNews news = new EpochNews();
        follow(epoch, EpochState.AWAITING_APPROVAL, news);
        PlanChangeResponse plans = client.plans(fleet, epoch);
        PlanText.brief(plans.getNodesList()).forEach(tells);
        tells.accept("lockstep approve " + epoch);
        Approvals.give(client, fleet, epoch, WHO, plans);
        return follow(epoch, EpochState.AWAITING_RELEASE, news);
    }

    /** Says that the application is ready, and goes to the end. */
    EpochStatus release(EpochStatus epoch) {
        tells.accept("lockstep release " + epoch.getNumber());
        client.release(EpochCommand.newBuilder()
                .setFleet(fleet)
                .setEpoch(epoch.getNumber())
                .setBy(WHO)
                .setReason("every instance of the application has been replaced")
                .build());
        return follow(epoch.getNumber(), EpochState.COMPLETED, new EpochNews());
    }

    private EpochStatus follow(long epoch, EpochState expected, EpochNews news) {
        EpochStatus reached = new EpochFollower(client, fleet)
                .untilItNeedsSomebody(epoch, status -> news.since(status).forEach(tells));
        if (reached.getState() != expected) {
            StringBuilder message = new StringBuilder("expected epoch " + epoch + " to come to " + expected
                    + ", but it is " + EpochText.stateAndPhase(reached));
            EpochText.now(reached).forEach(line -> message.append('\n').append(line));
            throw new DemoFailure(message.toString());
        }
        return reached;
    }
}
