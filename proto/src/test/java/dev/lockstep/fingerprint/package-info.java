/** Tests of catalogs and fingerprints. */
@NullMarked
package dev.lockstep.fingerprint;

import org.jspecify.annotations.NullMarked;
