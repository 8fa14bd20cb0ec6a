/** Change files that somebody could write who means harm, and a second reading of those that are taken. */
@NullMarked
package dev.lockstep.integration.attack.files;

import org.jspecify.annotations.NullMarked;
