/** Files that tests compare with. */
@NullMarked
package dev.lockstep.golden;

import org.jspecify.annotations.NullMarked;
