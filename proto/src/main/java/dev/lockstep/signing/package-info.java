/** Ed25519 keys from files, signing and verifying of stored bytes. */
@NullMarked
package dev.lockstep.signing;

import org.jspecify.annotations.NullMarked;
