package dev.lockstep.agent.engine.postgres.explain.catalog;

import dev.lockstep.agent.engine.postgres.explain.catalog.BuiltIns.Operator;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which operator the server takes for two values. */
final class Operators {
    static final TypeRef UNKNOWN = TypeRef.of("unknown");

    private static final Set<String> PREFERRED = Set.of("timestamptz", "text", "float8", "interval", "bool", "inet", "varbit", "oid");

    private final Catalog catalog;
    private final Types types;

    Operators(Catalog catalog) {
        this.catalog = catalog;
        this.types = new Types(catalog);
    }

    /**
     * An operator that fits.
     *
     * @param left and right: what the values are taken as
     * @param result empty when it cannot be told
     */
    record Fit(TypeRef left, TypeRef right, Optional<TypeRef> result, char volatility) {}

    /**
     * The operator for values of two types, of which at most one is a constant without a type.
     *
     * @return empty when several would do and none is better
     * @throws Refusal when there is no such operator
     */
    Optional<Fit> find(String name, TypeRef left, TypeRef right) {
        TypeRef from = types.base(left);
        TypeRef to = types.base(right);
        if (isOpen(from) || isOpen(to) || catalog.builtIns().operators(name).isEmpty()) {
            return Optional.empty();
        }
        TypeRef sameLeft = isUnknown(from) ? to : from;
        TypeRef sameRight = isUnknown(to) ? from : to;
        if (isUnknown(from) && isUnknown(to)) {
            sameLeft = TypeRef.of("text");
            sameRight = sameLeft;
        }
        List<Operator> all = catalog.builtIns().operators(name);
        Optional<Operator> exact = exact(all, sameLeft, sameRight);
        if (exact.isPresent()) {
            return Optional.of(fit(exact.get(), sameLeft, sameRight));
        }
        List<Operator> possible = all.stream()
                .filter(each -> takes(each.left(), from, each.right(), to) && takes(each.right(), to, each.left(), from))
                .toList();
        if (possible.isEmpty()) {
            throw new Refusal(
                    "42883", "operator does not exist: " + left.shown() + " " + name + " " + right.shown());
        }
        return best(possible, from, to).map(each -> fit(each, from, to));
    }

    private Optional<Operator> exact(List<Operator> all, TypeRef left, TypeRef right) {
        return all.stream()
                .filter(each -> is(each.left(), left) && is(each.right(), right) && agrees(each, left, right))
                .findFirst();
    }

    private Optional<Operator> best(List<Operator> possible, TypeRef left, TypeRef right) {
        int most = possible.stream().mapToInt(each -> score(each, left, right)).max().orElse(0);
        List<Operator> best = possible.stream()
                .filter(each -> score(each, left, right) == most)
                .toList();
        return best.size() == 1 ? Optional.of(best.get(0)) : Optional.empty();
    }

    private int score(Operator operator, TypeRef left, TypeRef right) {
        return (is(operator.left(), left) ? 10 : PREFERRED.contains(operator.left()) ? 1 : 0)
                + (is(operator.right(), right) ? 10 : PREFERRED.contains(operator.right()) ? 1 : 0);
    }

    private Fit fit(Operator operator, TypeRef left, TypeRef right) {
        TypeRef takenLeft = isPolymorphic(operator.left()) ? left : TypeRef.of(operator.left());
        TypeRef takenRight = isPolymorphic(operator.right()) ? right : TypeRef.of(operator.right());
        takenLeft = isUnknown(takenLeft) ? takenRight : takenLeft;
        takenRight = isUnknown(takenRight) ? takenLeft : takenRight;
        Optional<TypeRef> result = isPolymorphic(operator.result())
                ? Stream.of(takenLeft, takenRight)
                        .filter(each -> is(operator.result(), each))
                        .findFirst()
                : Optional.of(TypeRef.of(operator.result()));
        boolean ofAnything = operator.name().equals("||") && operator.volatility() == 's';
        return new Fit(takenLeft, takenRight, result, ofAnything ? 'i' : operator.volatility());
    }

    /** Whether a value may be given where an operator takes a type. */
    private boolean takes(String taken, TypeRef given, String other, TypeRef otherGiven) {
        if (isUnknown(given)) {
            return true;
        }
        if (isPolymorphic(taken)) {
            boolean both = isPolymorphic(other) && !isUnknown(otherGiven) && !taken.startsWith("anycompatible");
            return is(taken, given) && (!both || sameElement(given, otherGiven));
        }
        return is(taken, given) || types.implicit(given, TypeRef.of(taken));
    }

    private boolean agrees(Operator operator, TypeRef left, TypeRef right) {
        boolean both = isPolymorphic(operator.left())
                && isPolymorphic(operator.right())
                && !operator.left().startsWith("anycompatible");
        return !both || sameElement(left, right);
    }

    private boolean sameElement(TypeRef one, TypeRef other) {
        return types.sameType(one.element(), other.element());
    }

    private boolean is(String taken, TypeRef type) {
        boolean enumerated = types.user(type)
                .filter(each -> each.kind() == UserType.Kind.ENUM)
                .isPresent();
        boolean made = types.user(type)
                .filter(each -> each.kind() == UserType.Kind.OTHER)
                .isPresent();
        boolean row = types.user(type)
                .filter(each -> each.kind() == UserType.Kind.COMPOSITE)
                .isPresent();
        return switch (taken) {
            case "anyarray", "anycompatiblearray" -> type.isArray();
            case "anyelement", "anycompatible" -> true;
            case "anynonarray", "anycompatiblenonarray" -> !type.isArray();
            case "anyenum" -> !type.isArray() && enumerated;
            case "anyrange", "anycompatiblerange" ->
                !type.isArray()
                        && (made
                                || type.name().endsWith("range") && !type.name().endsWith("multirange"));
            case "anymultirange", "anycompatiblemultirange" ->
                !type.isArray() && type.name().endsWith("multirange");
            case "record" -> !type.isArray() && (row || type.name().equals("record"));
            case "text" -> type.key().equals("text") || type.key().equals("varchar");
            case "inet" -> type.key().equals("inet") || type.key().equals("cidr");
            default -> type.key().equals(taken);
        };
    }

    private static boolean isPolymorphic(String type) {
        return type.startsWith("any") || type.equals("record");
    }

    static boolean isUnknown(TypeRef type) {
        return type.name().equals("unknown");
    }

    /** A type of which the operators are not known: an extension's, or one that a statement has made from nothing. */
    private boolean isOpen(TypeRef type) {
        boolean builtIn = catalog.builtIns().type(type.name()).isPresent() || isUnknown(type);
        Optional<UserType> user = types.user(type);
        return !builtIn && user.isEmpty()
                || user.filter(each -> each.kind() == UserType.Kind.OTHER).isPresent();
    }

    /**
     * An operator that tells rows of an exclusion constraint apart.
     *
     * @throws Refusal when it cannot be used by an index of the method
     */
    void requireExclusion(String name, String method, TypeRef column) {
        Optional<Fit> found = find(name, column, column);
        TypeRef type = types.base(column);
        Optional<Operator> operator = found.flatMap(fit -> exact(catalog.builtIns().operators(name), type, type));
        if (operator.isEmpty()) {
            return;
        }
        if (!operator.get().commutes()) {
            throw new Refusal("42809", "operator " + name + " is not commutative");
        }
        boolean byExtension = ExtensionClasses.hasDefault(catalog.extensions, method, type.name());
        if (!operator.get().searchedBy().contains(method) && !byExtension) {
            throw new Refusal("42809", "operator " + name + " is not a member of the operator family of the index");
        }
    }
}
