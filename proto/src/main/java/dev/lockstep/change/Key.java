package dev.lockstep.change;

/**
 * A key of a mapping in a change file.
 *
 * @param name as it is written
 * @param required whether the mapping is wrong without it
 * @param form how its value is written
 * @param example a value, as it is written on one line
 * @param about what it means, for people
 * @param <T> what the value is read into
 */
record Key<T>(String name, boolean required, Form<T> form, String example, String about) {

    static <T> Key<T> required(String name, Form<T> form, String example, String about) {
        return new Key<>(name, true, form, example, about);
    }

    static <T> Key<T> optional(String name, Form<T> form, String example, String about) {
        return new Key<>(name, false, form, example, about);
    }
}
