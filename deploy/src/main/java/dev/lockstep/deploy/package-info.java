/** The {@code lockstep} command's entry. */
@NullMarked
package dev.lockstep.deploy;

import org.jspecify.annotations.NullMarked;
