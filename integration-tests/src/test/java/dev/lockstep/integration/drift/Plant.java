package dev.lockstep.integration.drift;

import java.util.List;

/**
 * Something that somebody does to a node beside the epochs; texts are templates.
 *
 * @param kind in words
 * @param sql that does it
 * @param mend that undoes it
 * @param drift all that is to be found then, such as {@code changed table:orders/column:code}; empty for what is no drift
 * @param reconnects whether it is seen only by sessions that begin later, so those that are there are ended
 */
record Plant(String kind, List<String> sql, List<String> mend, List<String> drift, boolean reconnects) {
    Plant {
        sql = List.copyOf(sql);
        mend = List.copyOf(mend);
        drift = List.copyOf(drift);
    }
}
