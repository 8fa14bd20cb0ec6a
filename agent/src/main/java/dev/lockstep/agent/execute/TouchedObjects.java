package dev.lockstep.agent.execute;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.ledger.ObservationRow;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;

/**
 * The objects that an epoch touched on a node, as they go into the record. Lockstep's own are not schema, and so not part of it.
 *
 * <p>An object that the plan names is recorded as it is now. One that only a raw step changed is recorded as that step left it, unless a planned step has worked
 * on the same table since: so what somebody changes after the step is drift, and what the epoch itself does to it is not.
 */
final class TouchedObjects {
    private TouchedObjects() {}

    static List<CatalogObject> of(Ledger ledger, long epoch, Plan plan, Catalog live) throws SQLException {
        TreeMap<String, CatalogObject> touched = new TreeMap<>();
        List<ObservationRow> observations = ledger.observations(epoch);
        List<LogRow> log = observations.isEmpty() ? List.of() : ledger.log(epoch);
        for (ObservationRow observation : observations) {
            for (CatalogObject left : Observation.objects(observation.changedBytes())) {
                boolean movedOn = worksOnSince(plan, log, observation.number(), tableOf(left.getPath()));
                touched.put(left.getPath(), movedOn ? live(left.getPath(), live) : left);
            }
        }
        plan.getStepsList().stream()
                .flatMap(step -> step.getEffectsList().stream())
                .map(ObjectChange::getPath)
                .forEach(path -> touched.put(path, live(path, live)));
        return List.copyOf(touched.values());
    }

    /** An object as it is; with an empty hash when it is not there. */
    static CatalogObject live(String path, Catalog live) {
        return live.schema().containsKey(path)
                ? live.object(path)
                : CatalogObject.newBuilder()
                        .setPath(path)
                        .setHash(ByteString.EMPTY)
                        .build();
    }

    private static boolean worksOnSince(Plan plan, List<LogRow> log, long number, String table) {
        return plan.getStepsList().stream()
                .filter(step -> step.getEffectsList().stream()
                        .anyMatch(effect -> tableOf(effect.getPath()).equals(table)))
                .anyMatch(step -> hasMovedSince(step, log, number));
    }

    private static boolean hasMovedSince(Step step, List<LogRow> log, long number) {
        return log.stream()
                .anyMatch(row -> row.number() > number
                        && row.step() == step.getNumber()
                        && row.kind().isFinish());
    }

    private static String tableOf(String path) {
        int end = path.indexOf('/');
        return end < 0 ? path : path.substring(0, end);
    }
}
