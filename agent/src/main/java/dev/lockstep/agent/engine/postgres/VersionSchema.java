package dev.lockstep.agent.engine.postgres;

import java.util.List;

/**
 * A schema of views that an earlier change made for a version of the application.
 *
 * @param owned whether this session may drop it
 * @param views their names, which are those of tables
 * @param words the same views in the server's words
 * @param strangers what else is in it, in the server's words
 * @param users what outside of it needs one of its views, in the server's words
 */
record VersionSchema(
        String name,
        boolean owned,
        List<String> views,
        List<String> words,
        List<String> strangers,
        List<String> users) {

    VersionSchema {
        views = List.copyOf(views);
        words = List.copyOf(words);
        strangers = List.copyOf(strangers);
        users = List.copyOf(users);
    }
}
