/** Hashes, and the chains that they make of journal and directives. */
@NullMarked
package dev.lockstep.chain;

import org.jspecify.annotations.NullMarked;
