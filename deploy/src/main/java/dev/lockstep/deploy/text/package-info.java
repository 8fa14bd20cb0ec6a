/** What the command shows to people: plans, epochs, nodes and drift as text. */
@NullMarked
package dev.lockstep.deploy.text;

import org.jspecify.annotations.NullMarked;
