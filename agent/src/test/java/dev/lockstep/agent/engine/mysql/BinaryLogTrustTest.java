package dev.lockstep.agent.engine.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryLogTrustTest {

    @Test
    void theRefusalSaysWhatWasExpectedAndFoundAndWhatToDo() {
        assertThat(BinaryLogTrust.refusal().getMessage())
                .startsWith("expected a login that may make triggers and functions while the binary log is on, found")
                .contains("log_bin = ON", "log_bin_trust_function_creators = OFF", "no SUPER")
                .contains("SET GLOBAL log_bin_trust_function_creators = ON", "SET PERSIST", "deprecated")
                .contains("or GRANT SUPER ON *.* to the agent's login");
    }

    @Test
    void theServersErrorSaysTheSameAndOthersNothing() {
        assertThat(MySqlFailures.classify(new SQLException("no SUPER", "HY000", 1419))
                        .advice())
                .isEqualTo(BinaryLogTrust.refusal().getMessage());
        assertThat(MySqlFailures.classify(new SQLException("duplicate", "23000", 1062))
                        .advice())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER a BEFORE INSERT ON b FOR EACH ROW SET NEW.c = 1",
                " create definer = 'x'@'%' trigger a BEFORE INSERT ON b FOR EACH ROW SET NEW.c = 1",
                "CREATE DEFINER=CURRENT_USER FUNCTION a() RETURNS int RETURN 1",
                "CREATE OR REPLACE FUNCTION a() RETURNS int RETURN 1"
            })
    void triggersAndFunctionsNeedTrust(String sql) {
        assertThat(BinaryLogTrust.made(sql)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE a (b int COMMENT 'CREATE TRIGGER')",
                "CREATE TABLE trigger_log (b int)",
                "CREATE PROCEDURE a() SELECT 1",
                "DROP TRIGGER a"
            })
    void otherStatementsDoNot(String sql) {
        assertThat(BinaryLogTrust.made(sql)).isEmpty();
    }
}
