package dev.lockstep.agent.engine.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetNotNullPlannerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "`a` int DEFAULT NULL | `a` int NOT NULL",
                "`a` int(11) unsigned zerofill DEFAULT NULL COMMENT 'x' | `a` int(11) unsigned zerofill NOT NULL COMMENT 'x'",
                "`a` varchar(20) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT 'NULL' | `a` varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'NULL'",
                "`a` timestamp NULL DEFAULT NULL | `a` timestamp NOT NULL",
                "`a` timestamp(6) NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6) | `a` timestamp(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6)",
                "`NULL` enum('NULL','b)') DEFAULT NULL | `NULL` enum('NULL','b)') NOT NULL",
                "`a` decimal(10,2) DEFAULT 1.00 | `a` decimal(10,2) NOT NULL DEFAULT 1.00",
                "`a` text | `a` text NOT NULL",
                "`a` json DEFAULT (if((1 is NULL),2,3)) | `a` json NOT NULL DEFAULT (if((1 is NULL),2,3))"
            })
    void changesNullabilityAndNothingElse(String definition, String notNull) {
        assertThat(SetNotNullPlanner.notNull(definition)).isEqualTo(notNull);
    }
}
