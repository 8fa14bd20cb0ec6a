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

    /** Words that the server puts in quotes when it shows a name: all that are not free to be one everywhere, since 12. */
    private static final Set<String> IN_QUOTES = Set.of("""
            all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char character check coalesce
            collate collation column concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp
            current_user dec decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from full grant
            greatest group grouping having ilike in initially inner inout int integer intersect interval into is isnull join lateral leading least left like limit
            localtime localtimestamp national natural nchar none not notnull null nullif numeric offset on only or order out outer overlaps overlay placing
            position precision primary real references returning right row select session_user setof similar smallint some substring symmetric table tablesample
            then time timestamp to trailing treat trim true union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat
            xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
            """.strip().split("\\s+"));

    private Keywords() {}

    /** Whether a name that is a word like this is shown in quotes. */
    public static boolean needsQuotes(String word) {
        return IN_QUOTES.contains(word);
    }

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
