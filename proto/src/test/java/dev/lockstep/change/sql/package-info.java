/** Tests of telling SQL's code from quotes and comments. */
@NullMarked
package dev.lockstep.change.sql;

import org.jspecify.annotations.NullMarked;
