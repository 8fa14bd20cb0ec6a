/** Tests of hashing. */
@NullMarked
package dev.lockstep.chain;

import org.jspecify.annotations.NullMarked;
