package dev.lockstep.coordinator.audit;

import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.core.JournaledPlan;
import dev.lockstep.coordinator.core.Member;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Drift;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Planned;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A node's live schema beside the one that the history says it should have. Pure. */
public final class DriftComparison {
    private DriftComparison() {}

    /**
     * The differences, in both directions, by path. Objects that an open epoch is changing on the node are left out: they are on their way.
     *
     * @param live what the node has now
     */
    public static List<Drift> compare(FleetState state, Member member, Fingerprint live) {
        TreeMap<String, CatalogObject> found = new TreeMap<>();
        live.getObjectsList().forEach(object -> found.put(object.getPath(), object));
        Set<String> moving = moving(state, member.name());
        TreeSet<String> paths = new TreeSet<>(member.recorded().keySet());
        paths.addAll(found.keySet());
        paths.removeAll(moving);
        List<Drift> drift = new ArrayList<>();
        for (String path : paths) {
            CatalogObject recorded = member.recorded().get(path);
            CatalogObject now = found.get(path);
            if (recorded == null || now == null || !recorded.getHash().equals(now.getHash())) {
                drift.add(difference(member.name(), path, recorded, now));
            }
        }
        return drift;
    }

    private static Drift difference(
            String node, String path, @Nullable CatalogObject recorded, @Nullable CatalogObject now) {
        return Drift.newBuilder()
                .setNode(node)
                .setObject(path)
                .setDifference(now == null ? "missing" : recorded == null ? "unexpected" : "changed")
                .setRecorded(recorded == null ? "" : recorded.getDefinition())
                .setLive(now == null ? "" : now.getDefinition())
                .build();
    }

    private static Set<String> moving(FleetState state, String node) {
        TreeSet<String> paths = new TreeSet<>();
        for (Epoch epoch : state.openEpochs()) {
            if (epoch.nodes().containsKey(node)) {
                Planned planned = epoch.node(node).planned();
                if (planned != null) {
                    JournaledPlan.of(planned)
                            .getStepsList()
                            .forEach(step -> step.getEffectsList().stream()
                                    .map(ObjectChange::getPath)
                                    .forEach(paths::add));
                }
            }
        }
        return paths;
    }
}
