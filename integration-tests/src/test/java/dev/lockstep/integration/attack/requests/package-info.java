/** Requests over HTTP that somebody could send who means harm. */
@NullMarked
package dev.lockstep.integration.attack.requests;

import org.jspecify.annotations.NullMarked;
