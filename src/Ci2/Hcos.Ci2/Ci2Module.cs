using System.Reflection;
using Hcos.Ci2.Calls;
using Hcos.Ci2.Credentials;
using Hcos.Ci2.Drivers;
using Hcos.Ci2.Driving;
using Hcos.Ci2.EndpointTests;
using Hcos.Ci2.Environments;
using Hcos.Ci2.Observations;
using Hcos.Ci2.Tasks;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;
using Microsoft.Extensions.Logging;

namespace Hcos.Ci2;

/// <summary>
/// CI2: runs drivers as durable tasks, turns sweeps and native events into observations, keeps credentials. It reports
/// and executes; it never corrects by itself.
/// </summary>
public abstract class Ci2Module
{
    /// <summary>The layer's name.</summary>
    public const string Name = "ci2";

    /// <summary>The assembly with the layer's internal events, for the message catalog.</summary>
    public static Assembly Assembly => typeof(Ci2Module).Assembly;

    /// <summary>Declares the layer.</summary>
    public static LayerDefinition Define(Ci2Options options) =>
        new LayerBuilder<Ci2Lookups>(Name, () => new Ci2Lookups(options))
            .Consumes("cie")
            .Process<EnvironmentSync, EnvironmentSyncState>("environment", routes => routes
                .On<EnvironmentRegistered>(e => EnvironmentSync.StreamOf(e.Environment))
                .On<EnvironmentChanged>(e => EnvironmentSync.StreamOf(e.Environment))
                .On<EnvironmentRemoved>(e => EnvironmentSync.StreamOf(e.Environment))
                .On<WatchBegan>(report => EnvironmentSync.StreamOf(report.Environment))
                .On<SubscriptionSeen>(report => EnvironmentSync.StreamOf(report.Environment))
                .On<CredentialStored>((e, look) => look.UsersOf(e.Name))
                .On<CredentialRemoved>((e, look) => look.UsersOf(e.Name)))
            .Process<Observation, ObservationState>("object", routes => routes
                .On<NativeEventSeen>(report => Observation.StreamOf(report.Environment, report.Key))
                .Split<ObjectsListed>((report, _) => Parts(report))
                .Split<EnvironmentDropped>((e, look) => look.LeftIn(e.Environment).Select(key => new RoutedMessage(
                    Observation.StreamOf(e.Environment, key), new ObjectGone(e.Environment, key))))
                .On<DriverTaskEnded>((e, _) => e.Key is { } key ? [Observation.StreamOf(e.Environment, key)] : [])
                .On<SweepCompleted>((e, _) => e.Lacking.Select(key => Observation.StreamOf(e.Environment, key))))
            .Process<DriverTask, DriverTaskState>("task", routes => routes
                .On<RunDriverTask>(c => DriverTask.StreamOf(c.Task))
                .On<EnvironmentTaken>((e, look) => [.. look.OpenTasks(e.Environment)])
                .On<EnvironmentDropped>((e, look) => [.. look.OpenTasks(e.Environment)]))
            .Process<EndpointTest, EndpointTestState>("test", routes => routes
                .On<TestEndpoint>(c => c.Test.ToString()))
            .Process<Credential, CredentialState>("credential", routes => routes
                .On<RecordCredential>(c => c.Name)
                .On<RemoveCredential>(c => c.Name))
            .Answers<IsCredentialStored, bool>((question, lookups) => lookups.HasCredential(question.Name))
            .AnswersOutside<ReadConsole, ConsoleAnswer>((question, lookups) =>
                lookups.ReachOf(question.Environment) is { } reach
                    ? (new Inquiry(new DriverCall.Console(reach, question.Server, question.MostBytes)), null)
                    : (null, new(null, null, "environment-missing", "its environment is not in the books")))
            .AnswersOutside<ReadUsage, UsageAnswer>((question, lookups) =>
                lookups.ReachOf(question.Environment) is { } reach
                    ? (new Inquiry(new DriverCall.Usage(reach, question.Server)), null)
                    : (null, new(null, null, "environment-missing", "its environment is not in the books")))
            .Build();

    /// <summary>Carries out what the layer decides, by drivers that the factories make.</summary>
    /// <param name="factories">One for each kind of environment.</param>
    /// <param name="credentials">Where secrets are.</param>
    /// <param name="options">Bounds and time-outs; the same as in <see cref="Define"/>.</param>
    /// <param name="time">The clock for time-outs.</param>
    /// <param name="loggers">For what operators should know.</param>
    /// <returns>
    /// A runner that must be disposed of after the layer has stopped, see <see cref="IAsyncDisposable"/>.
    /// </returns>
    public static IEffectRunner CreateEffects(
        IReadOnlyList<IDriverFactory> factories,
        ICredentialStore credentials,
        Ci2Options options,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        var logger = loggers.CreateLogger("Hcos.Ci2");
        var drivers = new DriverPool(factories, credentials, options, time, logger);
        return new DriverEffects(drivers, credentials, options, time, logger);
    }

    /// <summary>Opens the credential store in a folder that belongs to it alone; makes it when there is none.</summary>
    /// <exception cref="CredentialStoreException">The folder cannot be used.</exception>
    public static ICredentialStore OpenCredentials(string folder) => new ProtectedCredentialStore(folder);

    private static IEnumerable<RoutedMessage> Parts(ObjectsListed report)
    {
        var evidence = new Evidence(report.StartedAt, EvidenceSource.Sweep);
        return report.Objects.Select(seen => new RoutedMessage(
            Observation.StreamOf(report.Environment, seen.Key),
            new ObjectSeen(report.Environment, report.Generation, seen, evidence)));
    }
}
