/** Tests of keys and signatures. */
@NullMarked
package dev.lockstep.signing;

import org.jspecify.annotations.NullMarked;
