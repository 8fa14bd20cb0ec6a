package dev.lockstep.agent.engine.mysql;

import dev.lockstep.agent.engine.mysql.SqlTokens.Kind;
import dev.lockstep.agent.engine.mysql.SqlTokens.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An expression over a row, as a change file gives it. An UPDATE takes it as it is; a trigger takes it with {@code NEW.} before each column, a default with nothing but the column. Columns are told
 * from functions, types and units by what stands beside them, and where that cannot be told, the author is asked for back quotes.
 */
final class ValueExpression {

    private static final Set<String> NOT_THE_SAME_EVERYWHERE = Set.of(
            "rand",
            "random_bytes",
            "uuid",
            "uuid_short",
            "uuid_v4",
            "uuid_v7",
            "sys_guid",
            "now",
            "sysdate",
            "current_timestamp",
            "current_date",
            "current_time",
            "curdate",
            "curtime",
            "localtime",
            "localtimestamp",
            "utc_date",
            "utc_time",
            "utc_timestamp",
            "last_insert_id",
            "connection_id",
            "user",
            "current_user",
            "session_user",
            "system_user",
            "current_role",
            "database",
            "schema",
            "version",
            "found_rows",
            "row_count",
            "sleep",
            "benchmark",
            "get_lock",
            "release_lock",
            "is_free_lock",
            "is_used_lock",
            "load_file",
            "nextval",
            "lastval",
            "setval",
            "master_pos_wait",
            "source_pos_wait");

    private static final Set<String> WITHOUT_PARENTHESES = Set.of(
            "current_timestamp",
            "current_date",
            "current_time",
            "localtime",
            "localtimestamp",
            "utc_date",
            "utc_time",
            "utc_timestamp",
            "current_user",
            "current_role");

    private static final Set<String> UNITS =
            Set.of("microsecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year");
    private static final Set<String> TAKES_UNITS =
            Set.of("interval", "extract", "timestampdiff", "timestampadd", "date_add", "date_sub");
    private static final Set<String> TYPES =
            Set.of("date", "time", "datetime", "year", "json", "signed", "unsigned", "nchar", "uuid", "double");
    private static final Set<String> BEFORE_A_TEXT = Set.of("date", "time", "timestamp", "b", "x", "n");
    private static final Set<String> BEFORE_A_WORD = Set.of("as", "collate", "using");

    private final String text;
    private final List<Token> tokens;
    private final TableFacts table;

    ValueExpression(String text, TableFacts table) {
        this.text = text;
        this.tokens = SqlTokens.of(text);
        this.table = table;
    }

    /** All reasons not to use it for a column. */
    List<String> objections(String column) {
        List<String> objections = new ArrayList<>();
        SqlGuard.objection(text).ifPresent(objections::add);
        for (int at = 0; at < tokens.size(); at++) {
            objectionTo(at).ifPresent(objections::add);
        }
        for (ColumnFacts used : columns().values()) {
            if (used.isNamed(column)) {
                objections.add("it refers to " + column + " itself");
            } else if (used.isAutoIncrement()) {
                objections.add("it refers to " + used.name() + ", which has no number yet when a row is inserted");
            } else if (used.isGenerated()) {
                objections.add("it refers to " + used.name() + ", which is generated and has no value yet when a row "
                        + "is inserted; use what it is generated from");
            }
        }
        if (table.column(column).isEmpty()
                && tokens.stream().anyMatch(t -> t.isIdentifier() && t.text().equalsIgnoreCase(column))) {
            objections.add("it refers to " + column + " itself");
        }
        return objections;
    }

    /** The expression with {@code NEW.} before each column, as a trigger needs it. */
    String overNewRow() {
        return overColumns("NEW.");
    }

    /** The expression with bare columns in back quotes, as a default needs it. */
    String overBareColumns() {
        return overColumns("");
    }

    private String overColumns(String prefix) {
        StringBuilder rewritten = new StringBuilder();
        int copied = 0;
        for (Map.Entry<Integer, ColumnFacts> use : columns().entrySet()) {
            int at = use.getKey();
            int start = isQualified(at)
                    ? tokens.get(at - 2).start()
                    : tokens.get(at).start();
            rewritten
                    .append(text, copied, start)
                    .append(prefix)
                    .append(Sql.name(use.getValue().name()));
            copied = tokens.get(at).end();
        }
        return rewritten.append(text.substring(copied)).toString();
    }

    /** Names of the columns that it uses. */
    Set<String> columnNames() {
        Set<String> names = new TreeSet<>();
        columns().values().forEach(column -> names.add(column.name()));
        return names;
    }

    private Map<Integer, ColumnFacts> columns() {
        Map<Integer, ColumnFacts> columns = new LinkedHashMap<>();
        for (int at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            if (token.isIdentifier() && !isSomethingElse(at)) {
                int position = at;
                table.column(token.text()).ifPresent(column -> columns.put(position, column));
            }
        }
        return columns;
    }

    private boolean isSomethingElse(int at) {
        Token token = tokens.get(at);
        Optional<Token> next = at + 1 < tokens.size() ? Optional.of(tokens.get(at + 1)) : Optional.empty();
        if (next.filter(after -> after.isSign("(") || after.isSign(".")).isPresent()) {
            return true;
        }
        if (token.kind() == Kind.NAME) {
            return false;
        }
        boolean literal = BEFORE_A_TEXT.contains(token.lower())
                && next.filter(after -> after.kind() == Kind.TEXT).isPresent();
        boolean named = at > 0
                && tokens.get(at - 1).kind() == Kind.WORD
                && BEFORE_A_WORD.contains(tokens.get(at - 1).lower());
        return literal || named;
    }

    private boolean isQualified(int at) {
        return at >= 2
                && tokens.get(at - 1).isSign(".")
                && tokens.get(at - 2).isIdentifier()
                && tokens.get(at - 2).text().equals(table.name())
                && !(at >= 3 && tokens.get(at - 3).isSign("."));
    }

    private Optional<String> objectionTo(int at) {
        Token token = tokens.get(at);
        boolean call = at + 1 < tokens.size() && tokens.get(at + 1).isSign("(");
        if (token.kind() == Kind.VARIABLE) {
            return Optional.of("it reads the variable " + token.text());
        }
        if (token.isWord("select")) {
            return Optional.of("it looks at other rows (SELECT)");
        }
        if (token.kind() == Kind.WORD && isUncertain(token, call, at)) {
            return Optional.of(token.lower() + (call ? "()" : "") + " does not give the same for every row and node");
        }
        if (token.isSign(".") && at > 0 && at + 1 < tokens.size() && !isKnownQualifier(at)) {
            return Optional.of("\"" + tokens.get(at - 1).text() + "."
                    + tokens.get(at + 1).text() + "\" is qualified by something else than the table");
        }
        if (token.kind() == Kind.WORD && table.column(token.text()).isPresent() && isAmbiguous(token) && !call) {
            return Optional.of(
                    "\"" + token.text() + "\" may be a column or a keyword here; put the column's name in back quotes");
        }
        return Optional.empty();
    }

    private boolean isUncertain(Token token, boolean call, int at) {
        if (token.isWord("unix_timestamp")) {
            return call && at + 2 < tokens.size() && tokens.get(at + 2).isSign(")");
        }
        return call
                ? NOT_THE_SAME_EVERYWHERE.contains(token.lower())
                : WITHOUT_PARENTHESES.contains(token.lower())
                        && table.column(token.text()).isEmpty();
    }

    private boolean isKnownQualifier(int dot) {
        boolean call = dot + 2 < tokens.size() && tokens.get(dot + 2).isSign("(");
        return call || isQualified(dot + 1);
    }

    private boolean isAmbiguous(Token token) {
        return UNITS.contains(token.lower()) && holdsWordOf(TAKES_UNITS)
                || TYPES.contains(token.lower()) && holdsWordOf(Set.of("convert"));
    }

    private boolean holdsWordOf(Set<String> words) {
        return tokens.stream().anyMatch(token -> token.kind() == Kind.WORD && words.contains(token.lower()));
    }
}
