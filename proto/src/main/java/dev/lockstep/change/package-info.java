/** Reads change files: YAML or JSON in, a change or every problem with its place out. */
@NullMarked
package dev.lockstep.change;

import org.jspecify.annotations.NullMarked;
