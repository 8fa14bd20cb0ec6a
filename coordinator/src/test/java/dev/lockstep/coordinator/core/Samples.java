package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.AddColumn;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Engine;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.RawSql;
import dev.lockstep.v1.Release;
import dev.lockstep.v1.Rollout;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Step;
import java.util.List;

/** Words that tests of the core begin with. */
public final class Samples {
    public static final String FLEET = "orders";

    private Samples() {}

    public static NodeHello.Builder hello(String node, long incarnation) {
        return NodeHello.newBuilder()
                .setFleet(FLEET)
                .setNode(node)
                .setEngine(Engine.POSTGRES)
                .setServerVersion("16.4")
                .setDatabaseIdentity("database-of-" + node)
                .setAdoptionId("adoption-of-" + node)
                .setIncarnation(incarnation)
                .setPosition(Position.getDefaultInstance());
    }

    public static Change change(String name, Rollout rollout, long soakMillis) {
        return Change.newBuilder()
                .setName(name)
                .setFleet(FLEET)
                .setWhy("because")
                .setRollout(rollout)
                .setRelease(Release.newBuilder().setSoakMillis(soakMillis))
                .build();
    }

    /** A change of these tables; "*" is a raw step. */
    public static Change change(String name, Rollout rollout, long soakMillis, String... tables) {
        Change.Builder change = change(name, rollout, soakMillis).toBuilder();
        for (String table : tables) {
            change.addOperations(
                    table.equals("*")
                            ? Operation.newBuilder().setSql(RawSql.getDefaultInstance())
                            : Operation.newBuilder()
                                    .setAddColumn(AddColumn.newBuilder()
                                            .setTable(table)
                                            .setColumn("note")));
        }
        return change.build();
    }

    public static Command.OpenEpoch open(Change change, String by) {
        ByteString bytes = Hashing.canonicalBytes(change);
        return new Command.OpenEpoch(change, bytes, Hashing.hash(Domain.CHANGE, bytes), by);
    }

    /** A plan with one step in each of these phases. */
    public static Planned planned(String node, long epoch, ByteString changeHash, List<Phase> phases) {
        Plan.Builder plan =
                Plan.newBuilder().setFleet(FLEET).setEpoch(epoch).setNode(node).setChangeHash(changeHash);
        for (Phase phase : phases) {
            plan.addSteps(Step.newBuilder().setNumber(plan.getStepsCount() + 1).setPhase(phase));
        }
        return planned(plan.build());
    }

    public static Planned planned(Plan plan) {
        ByteString bytes = plan.toByteString();
        return Planned.newBuilder()
                .setPlan(bytes)
                .setPlanHash(Hashing.hash(Domain.PLAN, bytes))
                .build();
    }

    public static Planned refusal(String why) {
        return Planned.newBuilder()
                .addFindings(Finding.newBuilder().setSeverity(Severity.REFUSE).setMessage(why))
                .build();
    }
}
