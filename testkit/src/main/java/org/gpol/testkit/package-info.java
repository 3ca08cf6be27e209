/**
 * What users add to their own build to property-test a policy: a policy read from its file and run
 * under workloads, and generators of workloads that know nothing of any test framework.
 */
package org.gpol.testkit;
