package dev.lockstep.coordinator.reverse;

import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.core.Member;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Engine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the nodes that an epoch bound looked like when it opened.
 *
 * @param nodes by name
 */
public record Recorded(List<Node> nodes) {
    /** What the change file leaves out, and paths, too. */
    private static final String USUAL_SCHEMA = "public.";

    /**
     * One of them.
     *
     * @param engine which
     * @param objects by path
     */
    public record Node(Engine engine, Map<String, CatalogObject> objects) {}

    public Recorded {
        nodes = List.copyOf(nodes);
    }

    static Recorded of(Epoch epoch, FleetState before) {
        return new Recorded(before.members().values().stream()
                .filter(member -> epoch.nodes().containsKey(member.name()))
                .map(Recorded::node)
                .toList());
    }

    private static Node node(Member member) {
        return new Node(member.identity().getEngine(), member.recorded());
    }

    /** A table's path, from its name in a change. */
    static String table(String name) {
        return "table:" + (name.startsWith(USUAL_SCHEMA) ? name.substring(USUAL_SCHEMA.length()) : name);
    }

    static String column(String table, String column) {
        return table(table) + "/column:" + column;
    }

    static String index(String table, String index) {
        return table(table) + "/index:" + index;
    }

    static String constraint(String table, String constraint) {
        return table(table) + "/constraint:" + constraint;
    }

    /** How an object was defined; one definition for each engine, of the first node. */
    Map<Engine, String> definitions(String path) {
        Map<Engine, String> definitions = new EnumMap<>(Engine.class);
        for (Node node : nodes) {
            CatalogObject object = node.objects().get(path);
            if (object != null) {
                definitions.putIfAbsent(node.engine(), object.getDefinition());
            }
        }
        return definitions;
    }

    /** Whether it had an index that begins with these columns. */
    boolean hasIndexOver(String table, List<String> columns) {
        return Stream.concat(
                        below(index(table, "")).values().stream()
                                .flatMap(index -> IndexBefore.parse(index).stream())
                                .map(IndexBefore::columns),
                        below(constraint(table, "")).values().stream()
                                .flatMap(rule -> RuleReversal.keyColumns(rule).stream()))
                .anyMatch(index -> index.size() >= columns.size()
                        && index.subList(0, columns.size()).equals(columns));
    }

    boolean isPartitioned(String table) {
        return definitions(table(table)).getOrDefault(Engine.POSTGRES, "").startsWith("table partitioned by ");
    }

    /** Whether all nodes are of one engine. */
    boolean isOnly(Engine engine) {
        return nodes.stream().allMatch(node -> node.engine() == engine);
    }

    /** The paths of a table's partitions, and theirs. */
    List<String> partitions(String table) {
        String whole = table.indexOf('.') < 0 ? USUAL_SCHEMA + table : table;
        String marked = " partition of " + whole + " ";
        List<String> found = new ArrayList<>();
        below("table:").forEach((name, definition) -> {
            if (name.indexOf('/') < 0 && definition.replace("\"", "").contains(marked)) {
                found.add("table:" + name);
                found.addAll(partitions(name));
            }
        });
        return found;
    }

    /** The partitions in which a part, such as a column, was another one than in their table. */
    List<String> partitionsUnlike(String table, String part) {
        Map<Engine, String> whole = definitions(table(table) + part);
        return partitions(table).stream()
                .filter(partition -> !definitions(partition + part).equals(whole))
                .map(partition -> partition.substring("table:".length()))
                .toList();
    }

    /** PostgreSQL's definition, where no other engine has one. */
    static Optional<String> ofPostgresAlone(Map<Engine, String> definitions) {
        return definitions.size() == 1 ? Optional.ofNullable(definitions.get(Engine.POSTGRES)) : Optional.empty();
    }

    /** What the first node that has any recorded below a path, by what follows the path. */
    Map<String, String> below(String prefix) {
        return nodes.stream()
                .map(node -> below(node, prefix))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(Map.of());
    }

    private static Map<String, String> below(Node node, String prefix) {
        Map<String, String> found = new TreeMap<>();
        node.objects().forEach((path, object) -> {
            if (path.startsWith(prefix)) {
                found.put(path.substring(prefix.length()), object.getDefinition());
            }
        });
        return found;
    }
}
