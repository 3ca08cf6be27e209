package org.gpol.compiler.lower;

/** What all functions of a policy share: where its maps and its global data are. */
record Layout(MapTable maps, GlobalData data) {}
