package dev.lockstep.coordinator.core;

import dev.lockstep.v1.Rollout;
import dev.lockstep.v1.Wave;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who may work on a phase, and when: canary first, then more, at most so many at once. */
final class Waves {
    private Waves() {}

    /**
     * The nodes that may start now.
     *
     * @param rollout as the change says
     * @param members for their labels
     * @param epoch with the phase that is open
     * @return sorted; empty when nobody more may start
     */
    static List<String> admissible(Rollout rollout, SortedMap<String, Member> members, Epoch epoch) {
        SortedSet<String> wave = currentWave(rollout, members, epoch);
        long atWork = epoch.nodes().entrySet().stream()
                .filter(node -> !epoch.waivers().containsKey(node.getKey()))
                .filter(node -> node.getValue().admitted() && node.getValue().acknowledged() != epoch.phase())
                .count();
        long limit = Integer.toUnsignedLong(rollout.getMaxParallel());
        long room = limit == 0 ? Long.MAX_VALUE : Math.max(0, limit - atWork);
        return epoch.nodes().entrySet().stream()
                .filter(node -> wave.contains(node.getKey()) && !node.getValue().admitted())
                .filter(node -> !epoch.waivers().containsKey(node.getKey()))
                .map(SortedMap.Entry::getKey)
                .limit(room)
                .toList();
    }

    /** The first wave of which a node has not acknowledged the open phase, together with the waves before it. */
    private static SortedSet<String> currentWave(Rollout rollout, SortedMap<String, Member> members, Epoch epoch) {
        TreeSet<String> reached = new TreeSet<>();
        for (Wave wave : rollout.getWavesList()) {
            reached.addAll(membersOf(wave, members, epoch));
            if (reached.stream().anyMatch(name -> !hasAcknowledged(epoch, name))) {
                return reached;
            }
        }
        return epoch.names();
    }

    private static boolean hasAcknowledged(Epoch epoch, String name) {
        EpochNode node = epoch.nodes().get(name);
        return epoch.isExcused(name) || node != null && node.acknowledged() == epoch.phase();
    }

    private static List<String> membersOf(Wave wave, SortedMap<String, Member> members, Epoch epoch) {
        List<String> names = new ArrayList<>(epoch.names());
        if (wave.hasPercent()) {
            int count = (int) Math.ceil(names.size() * wave.getPercent() / 100.0);
            return names.subList(0, Math.min(count, names.size()));
        }
        return names.stream()
                .filter(name -> name.equals(wave.getNodes()) || hasLabel(members.get(name), wave.getNodes()))
                .toList();
    }

    private static boolean hasLabel(@org.jspecify.annotations.Nullable Member member, String label) {
        return member != null && member.labels().contains(label);
    }
}
