package dev.lockstep.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** A text as one YAML document, within limits that no honest file meets and no hostile one gets past. */
final class YamlText {
    private static final int MAX_CHARACTERS = 1_000_000;
    private static final int MAX_DEPTH = 20;
    /** Aliases count as often as they are used. */
    private static final int MAX_VALUES = 20_000;

    /** What values are by themselves. */
    private static final Set<Tag> TAGS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ);

    private static final Pattern INDENTATION = Pattern.compile("(?m)^[ \t]+");

    private final String text;
    private final ProblemLog problems;
    private final LoadSettings settings = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setUseMarks(true)
            .setCodePointLimit(MAX_CHARACTERS)
            // Aliases are counted here, with a place in the message.
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();

    YamlText(String text, ProblemLog problems) {
        // Some editors on Windows begin a file with a byte order mark.
        String marked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        this.text = looksLikeJson(marked) ? withoutTabs(marked) : marked;
        this.problems = problems;
    }

    private static boolean looksLikeJson(String text) {
        return text.stripLeading().startsWith("{");
    }

    /** JSON may be indented with tabs and YAML may not; a space for each tab keeps the places right. */
    private static String withoutTabs(String json) {
        return INDENTATION.matcher(json).replaceAll(match -> match.group().replace('\t', ' '));
    }

    /** The document; empty when there is a problem, which then is in the log. */
    Optional<Node> document() {
        if (text.length() > MAX_CHARACTERS) {
            problems.add(
                    Place.START,
                    "expected at most " + MAX_CHARACTERS + " characters, found " + text.length()
                            + "; split it into several changes");
            return Optional.empty();
        }
        try {
            return isOneShallowDocument() ? compose() : Optional.empty();
        } catch (MarkedYamlEngineException wrong) {
            problems.add(Place.of(wrong.getProblemMark()), "expected YAML or JSON, but " + explain(wrong));
        } catch (ReaderException wrong) {
            problems.add(
                    Place.of(text, wrong.getPosition()),
                    "expected printable text, found the character U+%04X; take it out".formatted(wrong.getCodePoint()));
        } catch (YamlEngineException wrong) {
            problems.add(Place.START, "expected YAML or JSON, but " + wrong.getMessage());
        }
        return Optional.empty();
    }

    private static String explain(MarkedYamlEngineException wrong) {
        return Stream.of(wrong.getContext(), wrong.getProblem())
                .filter(part -> part != null && !part.isBlank())
                .map(part -> part.replaceAll("\\s+", " ").strip())
                .collect(Collectors.joining(", "));
    }

    /** Looks at the stream of events, which costs no memory, before anything is built from it. */
    private boolean isOneShallowDocument() {
        List<Event> documents = new ArrayList<>();
        int depth = 0;
        ParserImpl events = new ParserImpl(settings, new StreamReader(settings, text));
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> documents.add(event);
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > MAX_DEPTH) {
                problems.add(Place.of(event.getStartMark()), "expected at most " + MAX_DEPTH + " levels, found more");
                return false;
            }
        }
        if (documents.isEmpty()) {
            problems.add(Place.START, "expected a change, found an empty file; begin with `change: a-name`");
        } else if (documents.size() > 1) {
            problems.add(
                    Place.of(documents.get(1).getStartMark()),
                    "expected one change in a file, found a second document; put each change into a file of its own");
        }
        return documents.size() == 1;
    }

    private Optional<Node> compose() {
        ParserImpl parser = new ParserImpl(settings, new StreamReader(settings, text));
        Optional<Node> root = new Composer(settings, parser).getSingleNode();
        if (root.isPresent() && countValues(root.get(), 0, 0) > MAX_VALUES) {
            problems.add(
                    root.get(),
                    "expected at most " + MAX_VALUES
                            + " values, found more once aliases are followed; write them out where they are few");
            return Optional.empty();
        }
        return root.filter(this::isReadable);
    }

    /** Looks at what is left of a text when its escapes are resolved; what stands there unescaped was looked at before. */
    private boolean isReadable(Node node) {
        if (!TAGS.contains(node.getTag())) {
            problems.add(
                    node,
                    "expected a value without a tag, found the tag "
                            + Found.quoted(node.getTag().getValue()) + "; take it out");
            return false;
        }
        if (node instanceof ScalarNode scalar) {
            Optional<String> unreadable = ReadableText.objection(scalar.getValue());
            unreadable.ifPresent(character ->
                    problems.add(node, "expected printable text, found the character " + character + "; take it out"));
            return unreadable.isEmpty();
        }
        boolean readable = true;
        for (Node child : children(node)) {
            readable &= isReadable(child);
        }
        return readable;
    }

    /** Stops soon after the limit, also where an alias contains itself. */
    private static int countValues(Node node, int before, int depth) {
        int count = before + 1;
        if (depth > MAX_DEPTH * MAX_DEPTH) {
            return MAX_VALUES + 1;
        }
        for (Node child : children(node)) {
            if (count > MAX_VALUES) {
                return count;
            }
            count = countValues(child, count, depth + 1);
        }
        return count;
    }

    private static List<Node> children(Node node) {
        List<Node> children = new ArrayList<>();
        if (node instanceof SequenceNode list) {
            children.addAll(list.getValue());
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> {
                children.add(tuple.getKeyNode());
                children.add(tuple.getValueNode());
            });
        }
        return children;
    }
}
