/** Just enough of SQL to tell code from quotes and comments, statements from each other, and constants from expressions. */
@NullMarked
package dev.lockstep.change.sql;

import org.jspecify.annotations.NullMarked;
