using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Conformance.Views;

/// <summary>Gives the suite a view store.</summary>
public interface IViewStoreFixture : IAsyncLifetime
{
    /// <summary>The store; every test uses sets of its own.</summary>
    IViewStore Store { get; }
}
