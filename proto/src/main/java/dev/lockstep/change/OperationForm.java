package dev.lockstep.change;

import dev.lockstep.v1.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** One item of {@code operations}: the operation's name, and under it its keys. */
record OperationForm() implements Form<PlacedOperation> {

    /** The operations by name. */
    static final Map<String, Shape<Operation>> SHAPES = Stream.of(
                    CreateTableForm.SHAPE,
                    AddColumnForm.SHAPE,
                    DropColumnForm.SHAPE,
                    IndexForms.ADD,
                    IndexForms.DROP,
                    SetNotNullForm.SHAPE,
                    ColumnForms.DROP_NOT_NULL,
                    ColumnForms.SET_DEFAULT,
                    ColumnForms.DROP_DEFAULT,
                    ConstraintForms.ADD_CHECK,
                    ForeignKeyForm.SHAPE,
                    ConstraintForms.ADD_UNIQUE,
                    ConstraintForms.DROP,
                    RenameForms.CONSTRAINT,
                    RenameForms.INDEX,
                    RenameForms.COLUMN,
                    RenameForms.WHOLE_TABLE,
                    ChangeTypeForm.SHAPE,
                    WidenKeyForm.SHAPE,
                    TableForms.SET_COMMENT,
                    TableForms.DROP,
                    ConstraintForms.ADD_PRIMARY_KEY,
                    ConstraintForms.REPLACE_PRIMARY_KEY,
                    EnumForm.SHAPE,
                    TableForms.SET_REPLICA_IDENTITY,
                    FillRowsForm.SHAPE,
                    PartitionForms.CREATE,
                    PartitionForms.ATTACH,
                    PartitionForms.DETACH,
                    PartitionForms.DROP,
                    RawSqlForm.SHAPE)
            .collect(Collectors.toMap(Shape::owner, shape -> shape, (a, b) -> a, LinkedHashMap::new));

    @Override
    public Optional<PlacedOperation> read(Node node, ProblemLog problems) {
        if (!(node instanceof MappingNode mapping)) {
            problems.add(node, "expected an operation such as `add_column: {table: …}`, found " + Found.in(node));
            return Optional.empty();
        }
        List<NodeTuple> tuples = mapping.getValue();
        if (tuples.size() != 1) {
            problems.add(node, wrongCount(tuples));
            return Optional.empty();
        }
        Node key = tuples.get(0).getKeyNode();
        String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
        Shape<Operation> shape = SHAPES.get(name);
        if (shape == null) {
            problems.add(key, unknown(key, name));
            return Optional.empty();
        }
        Place place = Place.of(key);
        return shape.read(tuples.get(0).getValueNode(), problems)
                .map(operation -> new PlacedOperation(
                        operation.toBuilder().setLine(place.line()).build(), place));
    }

    private static String wrongCount(List<NodeTuple> tuples) {
        String names = tuples.stream()
                .map(tuple -> tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "…")
                .collect(Collectors.joining(", "));
        String first =
                tuples.isEmpty() || !(tuples.get(0).getKeyNode() instanceof ScalarNode scalar) ? "" : scalar.getValue();
        boolean notIndented = SHAPES.containsKey(first)
                && tuples.stream()
                        .skip(1)
                        .noneMatch(tuple ->
                                tuple.getKeyNode() instanceof ScalarNode other && SHAPES.containsKey(other.getValue()));
        return "expected one operation in each item, found " + (tuples.isEmpty() ? "none" : "the keys " + names)
                + (notIndented
                        ? "; indent the keys of " + first + " below it"
                        : "; begin each operation with its own '-'");
    }

    private static String unknown(Node key, String name) {
        String hint = NearestWord.of(name, SHAPES.keySet())
                .map(near -> "did you mean `" + near + "`?")
                .orElseGet(() -> "the operations are " + String.join(", ", SHAPES.keySet()));
        return "expected an operation, found " + Found.in(key) + "; " + hint;
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        SHAPES.forEach((name, shape) -> properties.put(name, shape.schema()));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("minProperties", 1);
        schema.put("maxProperties", 1);
        schema.put("additionalProperties", false);
        return schema;
    }
}
