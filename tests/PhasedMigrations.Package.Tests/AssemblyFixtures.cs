using PhasedMigrations.Package.Tests;

[assembly: AssemblyFixture(typeof(PackagesFixture))]
// Every test builds projects of its own on all cores; side by side they only wait for each other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
