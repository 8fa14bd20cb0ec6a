package dev.lockstep.deploy.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the demo proves. The names of the components are those of its JSON. */
public record DemoReport(List<Node> nodes, List<Epoch> epochs, Load load, Audit audit, List<Drift> drift) {

    public record Node(String name, String engine, String version, long epoch, String phase, String fingerprint) {}

    public record Epoch(long number, String state, List<Phase> phases) {}

    public record Phase(String phase, double seconds) {}

    public record Load(long statements, long failed, double p99MillisBefore, double p99MillisDuring) {}

    public record Audit(long entries, boolean intact) {}

    public record Drift(String node, String object, String difference, String recorded, String live) {}

    public DemoReport {
        nodes = List.copyOf(nodes);
        epochs = List.copyOf(epochs);
        drift = List.copyOf(drift);
    }

    /** Whether the promise held: nothing failed, no two nodes of an engine differ, the history is whole, both epochs are through. */
    public boolean holds() {
        return load.failed() == 0
                && load.statements() > 0
                && audit.intact()
                && drift.isEmpty()
                && sameFingerprintPerEngine()
                && epochs.stream().allMatch(epoch -> epoch.state().equals("COMPLETED"));
    }

    private boolean sameFingerprintPerEngine() {
        Map<String, String> first = new TreeMap<>();
        return nodes.stream().allMatch(node -> {
            String known = first.putIfAbsent(node.engine(), node.fingerprint());
            return !node.fingerprint().isEmpty() && (known == null || known.equals(node.fingerprint()));
        });
    }
}
