package dev.lockstep.agent.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures in the detail of a row, such as {@code millis=1200 rows=3}. Those that are 0 are left out; a name that a later version writes is passed by. */
final class LoggedFigures {
    private LoggedFigures() {}

    static String write(Map<String, Long> figures) {
        return figures.entrySet().stream()
                .filter(figure -> figure.getValue() > 0)
                .map(figure -> figure.getKey() + "=" + figure.getValue())
                .collect(Collectors.joining(" "));
    }

    static Map<String, Long> read(String text) {
        Map<String, Long> figures = new LinkedHashMap<>();
        for (String word : List.of(text.split(" "))) {
            int sign = word.indexOf('=');
            if (sign > 0 && word.substring(sign + 1).matches("[0-9]{1,18}")) {
                figures.put(word.substring(0, sign), Long.valueOf(word.substring(sign + 1)));
            }
        }
        return figures;
    }
}
