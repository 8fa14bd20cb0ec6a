/** What holds for the module as a whole. */
@NullMarked
package dev.lockstep;

import org.jspecify.annotations.NullMarked;
