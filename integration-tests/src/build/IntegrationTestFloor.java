import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fails the build when fewer integration tests ran than a committed floor, or when one was skipped: a test that does not run proves nothing.
 *
 * <p>Usage: java IntegrationTestFloor.java SUMMARY FLOOR
 */
public final class IntegrationTestFloor {
    private IntegrationTestFloor() {}

    public static void main(String[] arguments) throws Exception {
        Path summary = Path.of(arguments[0]);
        int floor = Integer.parseInt(arguments[1]);
        if (!Files.exists(summary)) {
            fail("expected the summary of the integration tests in " + summary + ", but there is none: none ran");
        }
        String text = Files.readString(summary);
        int completed = number(text, "completed");
        int skipped = number(text, "skipped");
        System.out.println("integration tests: " + completed + " ran, " + skipped + " skipped, the floor is " + floor);
        if (skipped > 0) {
            fail("expected no skipped integration test, but " + skipped + " were skipped");
        }
        if (completed < floor) {
            fail("expected at least " + floor + " integration tests, but " + completed
                    + " ran; raise integration-tests.floor only when tests are added, never lower it to pass");
        }
    }

    private static int number(String text, String element) {
        Matcher matcher = Pattern.compile("<" + element + ">(\\d+)</" + element + ">").matcher(text);
        if (!matcher.find()) {
            fail("expected <" + element + "> in the summary of the integration tests, found none");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }
}
