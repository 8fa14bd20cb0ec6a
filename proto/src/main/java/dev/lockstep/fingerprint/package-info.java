/** Catalogs as hash trees, comparable down to the object that differs. */
@NullMarked
package dev.lockstep.fingerprint;

import org.jspecify.annotations.NullMarked;
