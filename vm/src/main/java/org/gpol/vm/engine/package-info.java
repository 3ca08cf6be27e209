/**
 * Engines: what runs verified code. They never see the verifier, nor it them; only the loader knows
 * both.
 */
package org.gpol.vm.engine;
