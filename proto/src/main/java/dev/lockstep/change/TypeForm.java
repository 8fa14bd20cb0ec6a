package dev.lockstep.change;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** A type that means the same on every engine, or one that an engine alone knows. */
enum TypeForm implements Form<String> {
    NEUTRAL {
        @Override
        public Optional<String> read(Node node, ProblemLog problems) {
            return TEXT.read(node, problems).flatMap(text -> {
                NeutralType.objection(text).ifPresent(message -> problems.add(node, "expected " + message));
                return NeutralType.canonical(text);
            });
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "string", "examples", EXAMPLES);
        }
    },
    OF_ENGINE {
        @Override
        public Optional<String> read(Node node, ProblemLog problems) {
            return TEXT.read(node, problems).map(String::strip);
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "string");
        }
    };

    private static final TextForm TEXT = new TextForm("a type", text -> Optional.empty(), Map.of("type", "string"));

    private static final List<String> EXAMPLES = NeutralType.WORDS.stream()
            .map(word -> switch (word) {
                case "varchar" -> "varchar(200)";
                case "decimal" -> "decimal(12,2)";
                default -> word;
            })
            .toList();
}
