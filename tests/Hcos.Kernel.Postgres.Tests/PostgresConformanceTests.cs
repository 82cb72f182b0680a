using Hcos.Kernel.Conformance.Events;
using Hcos.Kernel.Conformance.Views;

namespace Hcos.Kernel.Postgres.Tests;

[Trait("Needs", "postgres")]
public sealed class PostgresEventStoreTests(PostgresEventStoreFixture fixture)
    : EventStoreConformance<PostgresEventStoreFixture>(fixture);

[Trait("Needs", "postgres")]
public sealed class PostgresViewStoreTests(PostgresViewStoreFixture fixture)
    : ViewStoreConformance<PostgresViewStoreFixture>(fixture);
