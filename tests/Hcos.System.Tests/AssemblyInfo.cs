using Hcos.System.Tests.Platform;

// Every class has a platform of its own; all share one libvirt, so they run one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(Laboratory))]
