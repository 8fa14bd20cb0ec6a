package dev.lockstep.agent.engine.postgres.explain.catalog;

import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds types, and what it takes to get from one to another. */
public final class Types {

    /** How a value of one type becomes one of another. */
    public enum Path {
        /** It is the same bytes. */
        SAME,
        /** Bytes have to be made anew. */
        CONVERTED,
        /** There is no such way. */
        NONE
    }

    private static final Set<String> STRINGS = Set.of("text", "varchar", "bpchar");
    private static final int FINEST_TIME = 6;
    private static final int MOST_CHARACTERS = 10_485_760;
    private static final int MOST_DIGITS = 1000;

    private final Catalog catalog;

    public Types(Catalog catalog) {
        this.catalog = catalog;
    }

    /** @throws Refusal when there is no such type */
    public void require(TypeRef type) {
        if (catalog.builtIns().type(type.name()).isPresent() && type.schema().isEmpty()) {
            checkModifiers(type);
            return;
        }
        if (user(type).isPresent()
                || catalog.find(type.qualified()).isPresent()
                || catalog.mayHaveMoreTypes()
                || isPseudo(type)) {
            return;
        }
        if (!type.schema().isEmpty()) {
            catalog.requireSchema(type.schema());
        }
        throw new Refusal(
                "42704", "type \"" + type.qualified().text() + (type.isArray() ? "[]" : "") + "\" does not exist");
    }

    private void checkModifiers(TypeRef type) {
        if (type.modifiers().isEmpty()) {
            return;
        }
        int first = type.modifiers().get(0);
        switch (type.name()) {
            case "varchar", "bpchar", "bit", "varbit" -> {
                if (first < 1) {
                    throw new Refusal("22023", "length for type " + type.shown() + " must be at least 1");
                }
                if (first > MOST_CHARACTERS && !type.name().endsWith("bit")) {
                    throw new Refusal("22023", "length for type " + type.shown() + " cannot exceed " + MOST_CHARACTERS);
                }
            }
            case "numeric" -> checkNumeric(first, type.modifiers().get(1));
            case "timestamp", "timestamptz", "time", "timetz", "interval" -> {}
            default -> throw new Refusal("42601", "type modifier is not allowed for type \"" + type.name() + "\"");
        }
    }

    private void checkNumeric(int precision, int scale) {
        if (precision < 1 || precision > MOST_DIGITS) {
            throw new Refusal("22023", "NUMERIC precision " + precision + " must be between 1 and " + MOST_DIGITS);
        }
        boolean wrong = catalog.isFrom(15) ? Math.abs(scale) > MOST_DIGITS : scale < 0 || scale > precision;
        if (wrong) {
            throw new Refusal("22023", "NUMERIC scale " + scale + " is out of range");
        }
    }

    private static boolean isPseudo(TypeRef type) {
        return Set.of(
                        "trigger",
                        "void",
                        "record",
                        "anyelement",
                        "anyarray",
                        "event_trigger",
                        "internal",
                        "cstring",
                        "any",
                        "anyenum",
                        "anyrange")
                .contains(type.name());
    }

    /** The type that a statement has made; of an array, that of its elements. */
    public Optional<UserType> user(TypeRef type) {
        if (!type.schema().isEmpty()) {
            return Optional.ofNullable(catalog.types.get(type.qualified()));
        }
        return catalog.searchPath.stream()
                .map(schema -> catalog.types.get(new QualifiedName(schema, type.name())))
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }

    /** With the schema that it was found in, so that another search path does not lose it. */
    public TypeRef resolved(TypeRef type) {
        return user(type)
                .filter(each -> type.schema().isEmpty() && !each.schema().equals("public"))
                .map(each -> new TypeRef(each.schema(), type.name(), type.modifiers(), type.dimensions()))
                .orElse(type);
    }

    /** Whether it is a domain that gives a value where none is said. */
    public boolean hasDefault(TypeRef type) {
        Optional<UserType> domain = domain(type);
        return domain.filter(UserType::hasDefault).isPresent()
                || domain.flatMap(UserType::base).map(this::hasDefault).orElse(false);
    }

    public Optional<UserType> domain(TypeRef type) {
        return type.isArray() ? Optional.empty() : user(type).filter(each -> each.kind() == UserType.Kind.DOMAIN);
    }

    /** The type below all domains. */
    public TypeRef base(TypeRef type) {
        return domain(type).flatMap(UserType::base).map(this::base).orElse(type);
    }

    /** Whether a domain with a rule is in the way. */
    public boolean constrains(TypeRef type) {
        return domain(type)
                .map(each ->
                        each.constrains() || each.base().map(this::constrains).orElse(false))
                .orElse(false);
    }

    public boolean sameType(TypeRef one, TypeRef other) {
        return one.key().equals(other.key()) && user(one).equals(user(other));
    }

    /** Whether a value may be stored in a column of the other type without saying so. */
    public boolean assignable(TypeRef from, TypeRef to) {
        return allows(base(from), base(to), "ia");
    }

    public boolean implicit(TypeRef from, TypeRef to) {
        return allows(base(from), base(to), "i");
    }

    private boolean allows(TypeRef from, TypeRef to, String contexts) {
        if (sameType(from, to) || from.name().equals("unknown")) {
            return true;
        }
        if (from.isArray() && to.isArray()) {
            return allows(from.element(), to.element(), contexts);
        }
        Optional<BuiltIns.Cast> cast = from.isArray() || to.isArray()
                ? Optional.empty()
                : catalog.builtIns().cast(from.name(), to.name());
        if (cast.isPresent()) {
            return contexts.indexOf(cast.get().context()) >= 0;
        }
        boolean string = catalog.builtIns()
                .type(to.name())
                .map(each -> each.category() == 'S')
                .orElse(false);
        boolean toString = string && !to.name().equals("char") && !to.isArray() && contexts.indexOf('a') >= 0;
        return toString || isForeign(from) || isForeign(to);
    }

    /** A type of an extension, of which nothing is known. */
    boolean isForeign(TypeRef type) {
        return catalog.mayHaveMoreTypes()
                && user(type).isEmpty()
                && catalog.builtIns().type(type.name()).isEmpty();
    }

    /** Whether a value may be cast to the other type when a statement says so. */
    public boolean castable(TypeRef from, TypeRef to) {
        TypeRef source = base(from);
        TypeRef target = base(to);
        boolean fromString = STRINGS.contains(source.name()) || STRINGS.contains(target.name());
        return fromString
                || allows(source, target, "iae")
                || (catalog.builtIns().cast(source.name(), target.name()).isPresent());
    }

    /** What it takes to store values of one type in a column of the other. */
    public Path path(TypeRef from, TypeRef to) {
        if (domain(to).isPresent()) {
            boolean same = sameType(from, to);
            return !same && constrains(to) ? Path.CONVERTED : path(from, domainBase(to));
        }
        TypeRef source = domain(from).isPresent() ? domainBase(from).withoutModifiers() : from;
        if (sameType(source, to)) {
            return fits(source, to) ? Path.SAME : Path.CONVERTED;
        }
        if (isZoneChange(source, to)) {
            return catalog.utc && to.modifiers().isEmpty() ? Path.SAME : Path.CONVERTED;
        }
        boolean sameBytes = !source.isArray()
                && !to.isArray()
                && catalog.builtIns()
                        .cast(source.name(), to.name())
                        .filter(cast -> cast.method() == 'b')
                        .isPresent();
        sameBytes |= ExtensionClasses.isStoredAlike(catalog.extensions, source.key(), to.key());
        return sameBytes && to.modifiers().isEmpty() ? Path.SAME : Path.CONVERTED;
    }

    private TypeRef domainBase(TypeRef type) {
        return domain(type).flatMap(UserType::base).map(this::domainBase).orElse(type);
    }

    private static boolean isZoneChange(TypeRef from, TypeRef to) {
        Set<String> both = Set.of("timestamp", "timestamptz");
        return !from.isArray() && !to.isArray() && both.contains(from.name()) && both.contains(to.name());
    }

    /** Whether every value of a type fits into the same type with other modifiers. */
    private static boolean fits(TypeRef from, TypeRef to) {
        List<Integer> old = from.modifiers();
        List<Integer> now = to.modifiers();
        if (now.isEmpty() || old.equals(now)) {
            return true;
        }
        if (from.isArray()) {
            return false;
        }
        return switch (from.name()) {
            case "varchar", "varbit" -> !old.isEmpty() && now.get(0) >= old.get(0);
            case "numeric" -> !old.isEmpty() && now.get(1).equals(old.get(1)) && now.get(0) >= old.get(0);
            case "timestamp", "timestamptz", "time", "timetz" -> isFineEnough(old, now);
            case "interval" -> keepsInterval(from, to);
            default -> false;
        };
    }

    private static boolean keepsInterval(TypeRef from, TypeRef to) {
        return to.smallestField() <= from.smallestField()
                && (from.smallestField() > 0 || to.secondDigits() >= from.secondDigits());
    }

    private static boolean isFineEnough(List<Integer> old, List<Integer> now) {
        return now.get(0) >= FINEST_TIME || (!old.isEmpty() && now.get(0) >= old.get(0));
    }

    /** @throws Refusal when no server of a usual making has such a collation, and no statement made it */
    public void requireCollation(String name) {
        boolean known = catalog.collations.contains(name)
                || name.matches("(?i)c|posix|default|ucs_basic|unicode|pg_c_utf8|pg_unicode_fast|[a-z]{2,3}([_-].*)?");
        if (!known) {
            throw new Refusal("42704", "collation \"" + name + "\" for encoding \"UTF8\" does not exist");
        }
    }

    /** @throws Refusal when values of the type are not text */
    public void requireCollatable(TypeRef type) {
        boolean collatable = catalog.builtIns()
                .type(base(type).name())
                .map(BuiltIns.Type::collatable)
                .orElseGet(() -> user(base(type))
                        .map(each -> each.kind() != UserType.Kind.ENUM && each.kind() != UserType.Kind.COMPOSITE)
                        .orElse(true));
        if (!collatable) {
            throw new Refusal("42804", "collations are not supported by type " + type.shown());
        }
    }

    /** @throws Refusal when there is no such operator class, or it does not take the type */
    public void requireOperatorClass(String name, String method, TypeRef column) {
        Set<String> takes = catalog.builtIns().operatorClass(method, name);
        if (takes.isEmpty() && !ExtensionClasses.mayHave(catalog.extensions, method, name)) {
            throw new Refusal(
                    "42704", "operator class \"" + name + "\" does not exist for access method \"" + method + "\"");
        }
        TypeRef type = base(column);
        boolean kind = type.isArray()
                ? takes.contains("anyarray")
                : takes.contains("anyenum") && user(type).isPresent()
                        || takes.contains("anyrange") && type.name().endsWith("range")
                        || takes.contains("anymultirange") && type.name().endsWith("multirange");
        boolean same = takes.stream().anyMatch(each -> path(type, TypeRef.of(each)) == Path.SAME);
        if (!takes.isEmpty() && !kind && !same && !isForeign(type)) {
            throw new Refusal("42804", "operator class \"" + name + "\" does not accept data type " + column.shown());
        }
    }

    /** What an index of a method on a column goes by; empty when the method has no order for the type. */
    public Optional<String> operatorClass(TypeRef column, String method) {
        TypeRef type = base(column);
        if (type.isArray() || isForeign(type)) {
            return Optional.of("array").filter(any -> !method.equals("spgist"));
        }
        Optional<UserType> user = user(type);
        if (user.isPresent()) {
            boolean ordered = method.equals("btree")
                    || method.equals("hash")
                    || user.get().kind() == UserType.Kind.OTHER;
            return Optional.of(user.get().name()).filter(any -> ordered);
        }
        String name = switch (type.name()) {
            case "varchar" -> "text";
            case "cidr" -> "inet";
            default -> type.name();
        };
        boolean range = name.endsWith("range");
        boolean byRange = Set.of("btree", "hash", "gist").contains(method)
                || (method.equals("spgist") && !name.endsWith("multirange"));
        boolean indexable = catalog.builtIns()
                .type(name)
                .map(each -> each.indexable().contains(method))
                .orElse(true);
        boolean byExtension = ExtensionClasses.hasDefault(catalog.extensions, method, name);
        return Optional.of(name).filter(any -> indexable || (range && byRange) || byExtension);
    }

    /** Whether values of a foreign key's column can be looked up in the referenced one. */
    public boolean comparable(TypeRef referring, TypeRef referenced) {
        TypeRef from = base(referring);
        TypeRef to = base(referenced);
        return sameType(from, to) || sameFamily(from, to) || implicit(from, to);
    }

    private static boolean sameFamily(TypeRef one, TypeRef other) {
        List<Set<String>> families = List.of(
                Set.of("int2", "int4", "int8"),
                Set.of("date", "timestamp", "timestamptz"),
                Set.of("float4", "float8"),
                Set.of("text", "varchar", "name"));
        return !one.isArray()
                && !other.isArray()
                && families.stream().anyMatch(family -> family.contains(one.name()) && family.contains(other.name()));
    }
}
