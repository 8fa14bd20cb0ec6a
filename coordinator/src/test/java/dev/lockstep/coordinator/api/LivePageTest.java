package dev.lockstep.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivePageTest {
    private RunningApi api;

    @BeforeAll
    void start() {
        api = new RunningApi();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void serves_the_page_under_a_policy_that_lets_only_its_own_files_run() {
        HttpResponse<String> page = api.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
        assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void has_no_script_or_style_that_the_policy_would_stop() {
        String page = api.get("/").body();

        assertThat(Pattern.compile("<script(?![^>]*\\ssrc=)").matcher(page).find())
                .isFalse();
        assertThat(Pattern.compile("\\s(style|on[a-z]+)=").matcher(page).find()).isFalse();
        assertThat(page).doesNotContain("<style");
    }

    @Test
    void has_every_file_that_it_names() {
        Pattern.compile("(?:src|href)=\"(/[^\"]+)\"")
                .matcher(api.get("/").body())
                .results()
                .map(match -> match.group(1))
                .forEach(path -> assertThat(api.get(path).statusCode()).as(path).isEqualTo(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page/page.js", "/page/fleet.js"})
    void writes_names_as_text_only(String path) {
        HttpResponse<String> script = api.get(path);

        assertThat(script.headers().firstValue("content-type").orElse("")).contains("javascript");
        assertThat(script.body())
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://")
                .doesNotContain("https://");
    }
}
