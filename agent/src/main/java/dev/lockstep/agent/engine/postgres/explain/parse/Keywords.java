package dev.lockstep.agent.engine.postgres.explain.parse;

import java.util.Set;

/** Words that are no names. */
public final class Keywords {

    /** Words that can be no name of a table or column without quotes. */
    static final Set<String> RESERVED = Set.of(
            "all",
            "analyse",
            "analyze",
            "and",
            "any",
            "array",
            "as",
            "asc",
            "asymmetric",
            "both",
            "case",
            "cast",
            "check",
            "collate",
            "column",
            "constraint",
            "create",
            "current_catalog",
            "current_date",
            "current_role",
            "current_time",
            "current_timestamp",
            "current_user",
            "default",
            "deferrable",
            "desc",
            "distinct",
            "do",
            "else",
            "end",
            "except",
            "false",
            "fetch",
            "for",
            "foreign",
            "from",
            "grant",
            "group",
            "having",
            "in",
            "initially",
            "intersect",
            "into",
            "lateral",
            "leading",
            "limit",
            "localtime",
            "localtimestamp",
            "not",
            "null",
            "offset",
            "on",
            "only",
            "or",
            "order",
            "placing",
            "primary",
            "references",
            "returning",
            "select",
            "session_user",
            "some",
            "symmetric",
            "table",
            "then",
            "to",
            "trailing",
            "true",
            "union",
            "unique",
            "user",
            "using",
            "variadic",
            "when",
            "where",
            "window",
            "with");

    /** Words inside expressions that name no column. */
    private static final Set<String> IN_EXPRESSIONS = Set.of(
            "is",
            "isnull",
            "notnull",
            "like",
            "ilike",
            "similar",
            "between",
            "escape",
            "at",
            "interval",
            "extract",
            "overlaps",
            "row",
            "exists",
            "position",
            "substring",
            "overlay",
            "trim",
            "coalesce",
            "nullif",
            "greatest",
            "least",
            "operator",
            "time",
            "timestamp",
            "zone",
            "local",
            "unknown",
            "document",
            "within",
            "filter",
            "over",
            "partition",
            "by",
            "inner",
            "left",
            "right",
            "full",
            "join",
            "outer",
            "cross",
            "natural",
            "as",
            "values",
            "nulls",
            "first",
            "last",
            "rows",
            "range",
            "preceding",
            "following",
            "current",
            "unbounded",
            "normalized",
            "treat",
            "collation",
            "grouping",
            "sets",
            "cube",
            "rollup",
            "current_schema",
            "json");

    /** Words that name types and functions without quotes, and never a column. */
    private static final Set<String> NO_COLUMNS = Set.of(
            "is",
            "isnull",
            "notnull",
            "like",
            "ilike",
            "similar",
            "overlaps",
            "join",
            "inner",
            "left",
            "right",
            "full",
            "outer",
            "cross",
            "natural",
            "collation",
            "current_schema",
            "freeze",
            "verbose",
            "authorization",
            "binary",
            "concurrently",
            "tablesample");

    private Keywords() {}

    /** Whether a word can be a column without quotes. */
    static boolean canBeColumn(Token token) {
        return token.kind() == Token.Kind.QUOTED
                || (token.kind() == Token.Kind.WORD
                        && !RESERVED.contains(token.value())
                        && !NO_COLUMNS.contains(token.value()));
    }

    /** Whether a word means something in an expression other than a column. */
    public static boolean isOfExpressions(Token token) {
        return token.kind() == Token.Kind.WORD
                && (RESERVED.contains(token.value()) || IN_EXPRESSIONS.contains(token.value()));
    }

    /** Whether a word can be no name. */
    public static boolean isReserved(Token token) {
        return token.kind() == Token.Kind.WORD && RESERVED.contains(token.value());
    }
}
