// The lab is one cloud on a few processors: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
