/** Tests of reading change files. */
@NullMarked
package dev.lockstep.change;

import org.jspecify.annotations.NullMarked;
