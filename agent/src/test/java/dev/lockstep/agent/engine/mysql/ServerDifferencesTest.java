package dev.lockstep.agent.engine.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.AddIndex;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.PerEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerDifferencesTest {

    @ParameterizedTest
    @CsvSource({
        "8.0.33, MYSQL, mysql 8.0, true",
        "8.4.13-0ubuntu1, MYSQL, mysql 8.4, true",
        "8.0.11, MYSQL, mysql 8.0, false",
        "5.7.44, MYSQL, mysql 5.7, false",
        "11.4.5-MariaDB-log, MARIADB, mariadb 11.4, true",
        "5.5.5-10.11.19-MariaDB-0+deb12u1, MARIADB, mariadb 10.11, true",
        "10.6.22-MariaDB, MARIADB, mariadb 10.6, false"
    })
    void tellsFamilyAndVersion(String version, Family family, String versionClass, boolean supported) {
        MySqlServer server = MySqlServer.of(version);

        assertThat(server.family()).isEqualTo(family);
        assertThat(server.versionClass()).isEqualTo(versionClass);
        assertThat(server.isSupported()).isEqualTo(supported);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8.0.28 | ALGORITHM=INSTANT | ALGORITHM=INPLACE, LOCK=NONE",
                "8.0.30 | ALGORITHM=INPLACE, LOCK=NONE | ALGORITHM=INPLACE, LOCK=NONE",
                "8.0.33 | ALGORITHM=INSTANT | ALGORITHM=INSTANT",
                "11.4.5-MariaDB | ALGORITHM=INSTANT, LOCK=NONE | ALGORITHM=INSTANT, LOCK=NONE"
            })
    void columnsAreInstantWhereThatIsSound(String version, String add, String drop) {
        OnlineDdl online = new OnlineDdl(MySqlServer.of(version));

        assertThat(online.addColumn()).isEqualTo(add);
        assertThat(online.dropColumn()).isEqualTo(drop);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text | longtext | longtext",
                "varchar(64) | varchar(64) | varchar(64)",
                "VARCHAR( 64 ) | varchar( 64 ) | varchar( 64 )",
                "boolean | tinyint(1) | tinyint(1)",
                "timestamp | datetime(6) | datetime(6)",
                "timestamptz | timestamp(6) | timestamp(6)",
                "uuid | char(36) character set ascii | uuid",
                "binary | longblob | longblob",
                "real | float | float",
                "int; DROP TABLE x | |",
                "int NOT NULL | |"
            })
    void neutralTypesBecomeTheServersOwn(String neutral, String mysql, String mariaDb) {
        PerEngine type = PerEngine.newBuilder().setAny(neutral).build();

        assertThat(types("8.0.33").of("t", "c", type).orElse(null)).isEqualTo(mysql);
        assertThat(types("11.4.5-MariaDB").of("t", "c", type).orElse(null)).isEqualTo(mariaDb);
    }

    @Test
    void aServersOwnTypeIsTakenAsItIs() {
        PerEngine type = PerEngine.newBuilder()
                .setPostgres("citext")
                .setMysql("Enum('A','b')")
                .build();

        assertThat(types("8.0.33").of("t", "c", type)).contains("enum('A','b')");
        assertThat(types("11.4.5-MariaDB").of("t", "c", type)).contains("enum('A','b')");
        assertThat(types("11.4.5-MariaDB")
                        .of("t", "c", type.toBuilder().setMariadb("uuid").build()))
                .contains("uuid");
    }

    @Test
    void textIsShortWhereAnIndexOfTheSameChangeCoversIt() {
        PerEngine text = PerEngine.newBuilder().setAny("text").build();

        assertThat(types("8.0.33").of("t", "indexed", text)).contains("varchar(255)");
        assertThat(types("8.0.33").of("u", "indexed", text)).contains("longtext");
    }

    @Test
    void namesOfOurOwnFitAndStayApart() {
        String table = "t".repeat(64);

        assertThat(Names.insertTrigger("orders", "region")).isEqualTo("lockstep_orders_region_ins");
        assertThat(Names.insertTrigger(table, "a")).hasSize(64).startsWith("lockstep_ttt");
        assertThat(Names.insertTrigger(table, "a"))
                .isNotEqualTo(Names.insertTrigger(table, "b"))
                .isNotEqualTo(Names.updateTrigger(table, "a"));
    }

    @Test
    void namesAndTextsStayInTheirQuotes() {
        assertThat(Sql.name("a`; DROP TABLE b; --")).isEqualTo("`a``; DROP TABLE b; --`");
        assertThat(Sql.text("it's \\ here")).isEqualTo("'it''s \\\\ here'");
    }

    private static ColumnTypes types(String version) {
        Change change = Change.newBuilder()
                .addOperations(Operation.newBuilder()
                        .setAddIndex(
                                AddIndex.newBuilder().setTable("t").setName("i").addColumns("indexed")))
                .build();
        return new ColumnTypes(MySqlServer.of(version), change);
    }
}
