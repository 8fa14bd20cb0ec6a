package dev.lockstep.agent.engine.postgres.explain.catalog;

import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A type that statements have made.
 *
 * @param labels of an enum, in order
 * @param base of a domain
 * @param attributes of a composite type
 * @param checks names of a domain's check constraints
 */
public record UserType(
        String schema,
        String name,
        Kind kind,
        List<String> labels,
        Optional<TypeRef> base,
        List<Column> attributes,
        Set<String> checks,
        boolean notNull,
        boolean hasDefault) {

    /** What it is made of. */
    public enum Kind {
        ENUM,
        DOMAIN,
        COMPOSITE,
        OTHER
    }

    public UserType {
        labels = List.copyOf(labels);
        attributes = List.copyOf(attributes);
        checks = Set.copyOf(checks);
    }

    public static UserType ofEnum(String schema, String name, List<String> labels) {
        return new UserType(schema, name, Kind.ENUM, labels, Optional.empty(), List.of(), Set.of(), false, false);
    }

    public static UserType composite(String schema, String name, List<Column> attributes) {
        return new UserType(
                schema, name, Kind.COMPOSITE, List.of(), Optional.empty(), attributes, Set.of(), false, false);
    }

    public static UserType other(String schema, String name) {
        return new UserType(schema, name, Kind.OTHER, List.of(), Optional.empty(), List.of(), Set.of(), false, false);
    }

    /** Whether a value, even one that is NULL, has to be looked at before it fits. */
    public boolean constrains() {
        return notNull || !checks.isEmpty();
    }

    public UserType renamed(String newSchema, String newName) {
        return new UserType(newSchema, newName, kind, labels, base, attributes, checks, notNull, hasDefault);
    }

    public UserType labelled(List<String> newLabels) {
        return new UserType(schema, name, kind, newLabels, base, attributes, checks, notNull, hasDefault);
    }

    public UserType composedOf(List<Column> newAttributes) {
        return new UserType(schema, name, kind, labels, base, newAttributes, checks, notNull, hasDefault);
    }

    public UserType checking(Set<String> newChecks) {
        return new UserType(schema, name, kind, labels, base, attributes, newChecks, notNull, hasDefault);
    }

    public UserType notNull(boolean now) {
        return new UserType(schema, name, kind, labels, base, attributes, checks, now, hasDefault);
    }

    public UserType defaulting(boolean now) {
        return new UserType(schema, name, kind, labels, base, attributes, checks, notNull, now);
    }

    /** With one more check. */
    public UserType checkingAlso(String check) {
        Set<String> more = new LinkedHashSet<>(checks);
        more.add(check);
        return checking(more);
    }

    /** The labels with one more. */
    public List<String> labelsWith(String label, int place) {
        List<String> more = new ArrayList<>(labels);
        more.add(place, label);
        return more;
    }
}
