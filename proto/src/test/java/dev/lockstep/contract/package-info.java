/** Tests that the contract stays what it was: bytes decode for ever, field numbers keep their meaning. */
@NullMarked
package dev.lockstep.contract;

import org.jspecify.annotations.NullMarked;
