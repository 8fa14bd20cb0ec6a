package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypePairTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            varchar(10)    | varchar(20)     | true  | true
            varchar(20)    | varchar(10)     | false | false
            varchar(10)    | text            | true  | true
            varchar        | text            | true  | true
            text           | varchar         | true  | true
            text           | varchar(10)     | false | false
            char(3)        | text            | false | false
            char(3)        | char(5)         | false | false
            decimal(10,2)  | numeric(12, 2)  | true  | true
            numeric(10,2)  | numeric(12,3)   | false | false
            numeric(10,2)  | numeric(8,2)    | false | false
            numeric(10,2)  | numeric         | true  | true
            numeric        | numeric(10,2)   | false | false
            numeric(10)    | numeric(12,0)   | true  | true
            int            | bigint          | false | true
            bigint         | int             | false | false
            smallint       | text            | false | true
            bigint         | double precision | false | false
            int            | numeric(5,0)    | false | false
            timestamp(3)   | timestamp       | true  | true
            timestamp(3)   | timestamp(6)    | true  | true
            timestamp      | timestamp(3)    | false | false
            timestamp      | timestamptz     | false | false
            cidr           | inet            | true  | true
            inet           | cidr            | false | false
            varbit(3)      | bit varying(4)  | true  | true
            mood           | mood2           | false | false
            varchar(10)[]  | varchar(20)[]   | false | false
            """)
    void tellsWhatTheServerOnlyNotesAndWhatLosesNothing(String from, String to, boolean inPlace, boolean losesNothing) {
        TypePair pair = new TypePair(PostgresTypes.canonical(from), PostgresTypes.canonical(to));

        assertThat(pair.isInPlace()).isEqualTo(inPlace);
        assertThat(pair.losesNothing()).isEqualTo(losesNothing);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INT                | integer
            timestamptz(3)     | timestamp(3) with time zone
            timestamp          | timestamp without time zone
            varchar ( 12 )     | character varying(12)
            decimal(10, 2)     | numeric(10,2)
            double  precision  | double precision
            citext             | citext
            varchar(20)[]      | character varying(20)[]
            int [3] []         | integer[]
            timestamptz(3)[]   | timestamp(3) with time zone[]
            "Mood"             | "Mood"
            """)
    void writesTypesAsTheServerDoes(String type, String asTheServer) {
        assertThat(PostgresTypes.canonical(type)).isEqualTo(asTheServer);
    }
}
