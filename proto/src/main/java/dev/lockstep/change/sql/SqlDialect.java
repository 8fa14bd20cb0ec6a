package dev.lockstep.change.sql;

/** Whose rules for quotes and comments hold. */
public enum SqlDialect {
    /** Dollar quotes, nested comments, names in double quotes, backslashes only in {@code E'…'}. */
    POSTGRES,
    /** MySQL and MariaDB: backslashes in strings, strings in double quotes, names in backticks, {@code #} comments, executable comments. */
    MYSQL
}
