package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSubjectTest {
    private static final TableName PART = new TableName("public", "a \"b\".c");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE \"public\".\"a \"\"b\"\".c\" ADD CONSTRAINT \"x\" CHECK (true) NOT VALID",
                "ALTER TABLE ONLY \"public\".\"a \"\"b\"\".c\" ALTER COLUMN \"x\" SET DEFAULT 'y'",
                "COMMENT ON CONSTRAINT \"x y\" ON \"public\".\"a \"\"b\"\".c\" IS 'said'",
                "COMMENT ON COLUMN \"public\".\"a \"\"b\"\".c\".\"x\" IS NULL",
            })
    void theTableOfAStatement(String sql) {
        assertThat(SqlSubject.table(sql)).contains(PART);
        assertThat(SqlSubject.index(sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER INDEX \"public\".\"whole\" ATTACH PARTITION \"public\".\"a \"\"b\"\".c\"",
                "ALTER INDEX \"public\".\"a \"\"b\"\".c\" RENAME TO \"x\"",
                "ALTER INDEX \"public\".\"a \"\"b\"\".c\" ALTER COLUMN 1 SET STATISTICS 5",
                "COMMENT ON INDEX \"public\".\"a \"\"b\"\".c\" IS 'said'",
            })
    void theIndexOfAStatement(String sql) {
        assertThat(SqlSubject.index(sql)).contains(PART);
        assertThat(SqlSubject.table(sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE \"public\".\"whole\" ATTACH PARTITION \"public\".\"a\" DEFAULT",
                "LOCK TABLE \"public\".\"a\" IN SHARE MODE",
                "DO $$ BEGIN ALTER TABLE \"public\".\"a\" ADD x int; END $$",
                "SET lock_timeout = '100ms'",
                "DROP TABLE \"public\".\"a\"",
            })
    void aStatementAboutMoreOrLessThanOneThingHasNone(String sql) {
        assertThat(SqlSubject.table(sql)).isEmpty();
        assertThat(SqlSubject.index(sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE \"public\".\"a \"\"b\"\".c\" ADD CONSTRAINT \"k\" PRIMARY KEY USING INDEX \"i\"",
                "ALTER TABLE ONLY \"public\".\"a \"\"b\"\".c\" ADD CONSTRAINT \"k\" UNIQUE (id)",
            })
    void theConstraintWithAnIndex(String sql) {
        assertThat(SqlSubject.constraintWithIndex(sql)).contains(new SqlSubject.Made(PART, "k"));
    }

    @Test
    void aCheckHasNoIndex() {
        assertThat(SqlSubject.constraintWithIndex("ALTER TABLE \"public\".\"a\" ADD CONSTRAINT \"k\" CHECK (true)"))
                .isEmpty();
    }
}
