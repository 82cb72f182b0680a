using System.Xml.Linq;
using Hcos.Ci2.Drivers.Http;
using Hcos.Ci2.Drivers.HyperV.WsMan;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>WMI over the wire, for one call of the driver: queries, reads, methods and their jobs.</summary>
internal sealed class HyperVClient(
    HttpWire wire, SoapMessages messages, HyperVOptions options, NativeCall call, TimeProvider time)
{
    private const string JobClass = "Msvm_ConcreteJob";

    private readonly Settling _settling = new(
        "Hyper-V", options.ShortestPause, options.LongestPause, 2, options.JobTimeout, time);

    /// <summary>All instances that a query finds, or an exception: never a part of them.</summary>
    public async Task<IReadOnlyList<WmiObject>> QueryAsync(
        string space, string query, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(id => messages.Enumerate(id, space, query), cancellationToken)
            .ConfigureAwait(false);
        var found = new List<WmiObject>();
        while (true)
        {
            var (items, context) = SoapReplies.Items(body);
            found.AddRange(items);
            if (context is null) return found;
            if (found.Count > options.MostItems)
            {
                throw new DriverException(
                    DriverFailure.Exhausted, $"a query found more than {options.MostItems} items");
            }

            // Never twice: a pull takes the items out of the enumeration, and an answer that was lost took some along.
            body = await SendAsync(
                messages.Pull(wire.NextMessage(), space, context), changing: false, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>All instances of a class of Hyper-V for which a condition holds.</summary>
    public Task<IReadOnlyList<WmiObject>> FindAsync(
        string type, string? condition, CancellationToken cancellationToken) => QueryAsync(
        Names.Virtualization,
        $"SELECT * FROM {type}{(condition is null ? "" : $" WHERE {condition}")}",
        cancellationToken);

    /// <summary>The one instance of a class of Windows.</summary>
    public async Task<WmiObject> OneAsync(string type, CancellationToken cancellationToken)
    {
        var found = await QueryAsync(Names.Windows, $"SELECT * FROM {type}", cancellationToken).ConfigureAwait(false);
        return found is [var one, ..] ? one : throw HyperVErrors.Odd($"there is no {type}");
    }

    /// <summary>Subscribes to the events of a query.</summary>
    public async Task<EventSource> SubscribeAsync(string query, CancellationToken cancellationToken) =>
        SoapReplies.Subscription(await SendAsync(
            messages.Subscribe(wire.NextMessage(), Names.Virtualization, query), changing: false, cancellationToken)
            .ConfigureAwait(false));

    /// <summary>Ends a subscription.</summary>
    public Task<XElement> UnsubscribeAsync(EventSource source, CancellationToken cancellationToken) => SendAsync(
        messages.Unsubscribe(wire.NextMessage(), Names.Virtualization, source), changing: false, cancellationToken);

    /// <summary>Waits for events; whether there were some in time, and by what the next are pulled.</summary>
    public async Task<(bool HasEvents, string Context)> PullEventsAsync(
        string context, CancellationToken cancellationToken)
    {
        var message = messages.PullEvents(wire.NextMessage(), Names.Virtualization, context);
        var body = await ExchangeAsync(message, changing: false, cancellationToken).ConfigureAwait(false);
        if (SoapReplies.Fault(body) is { } fault)
        {
            return fault.Subcode == "TimedOut" ? (false, context) : throw Refused(fault, changing: false);
        }

        var (events, next) = SoapReplies.Items(body);
        return next is null
            ? throw HyperVErrors.Exception(DriverFailure.Unavailable, "a subscription ended", options.LongestMessage)
            : (events.Count > 0, next);
    }

    /// <summary>One instance, or null.</summary>
    public async Task<WmiObject?> GetAsync(WmiReference reference, CancellationToken cancellationToken)
    {
        try
        {
            return SoapReplies.Instance(
                await ReadAsync(id => messages.Get(id, reference), cancellationToken).ConfigureAwait(false));
        }
        catch (DriverException missing) when (missing.Failure == DriverFailure.Missing)
        {
            return null;
        }
    }

    /// <summary>Calls a method that changes nothing.</summary>
    public async Task<MethodOutput> AskAsync(
        WmiReference reference, string method, Parameters parameters, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(id => messages.Invoke(id, reference, method, parameters), cancellationToken)
            .ConfigureAwait(false);
        var output = SoapReplies.Output(body, reference, method);
        return output.ReturnValue == 0 ? output : throw Refused(method, output.ReturnValue, "");
    }

    /// <summary>Calls a method that changes something, and waits for the job that it may begin.</summary>
    public async Task<MethodOutput> ChangeAsync(
        WmiReference reference, string method, Parameters parameters, CancellationToken cancellationToken)
    {
        var output = await TryChangeAsync(reference, method, parameters, cancellationToken).ConfigureAwait(false);
        return output.ReturnValue is 0 or HyperVErrors.JobBegun
            ? output
            : throw Refused(method, output.ReturnValue, "");
    }

    /// <summary>The same, for a method whose return values mean something of their own.</summary>
    public async Task<MethodOutput> TryChangeAsync(
        WmiReference reference, string method, Parameters parameters, CancellationToken cancellationToken)
    {
        await call.CheckChangeAsync(cancellationToken).ConfigureAwait(false);
        var message = messages.Invoke(wire.NextMessage(), reference, method, parameters);
        var output = SoapReplies.Output(await SendChangeAsync(message).ConfigureAwait(false), reference, method);
        if (output.ReturnValue == HyperVErrors.JobBegun)
        {
            var job = WmiReference.SelectorOf(output["Job"], "InstanceID")
                ?? throw HyperVErrors.Odd($"{method} began a job without a name");
            await WaitAsync(method, job).ConfigureAwait(false);
        }

        return output;
    }

    /// <summary>
    /// The value of a key of what a method made: from its out parameter, or else from what its job affected.
    /// </summary>
    public async Task<string> ResultAsync(
        MethodOutput output, string parameter, string type, string key, CancellationToken cancellationToken)
    {
        if (WmiReference.SelectorOf(output[parameter], key) is { } told) return told;
        var job = WmiReference.SelectorOf(output["Job"], "InstanceID");
        var affected = job is null
            ? []
            : await QueryAsync(
                Names.Virtualization,
                $"ASSOCIATORS OF {{{JobClass}.InstanceID={Wql.Text(job)}}} "
                + $"WHERE AssocClass = Msvm_AffectedJobElement ResultClass = {type}",
                cancellationToken).ConfigureAwait(false);
        return affected is [var one, ..]
            ? one.Required(key)
            : throw HyperVErrors.Odd($"nobody says what {type} was made");
    }

    /// <summary>Waits until something holds that the host works towards by itself.</summary>
    public Task<T> UntilAsync<T>(
        Func<Task<T>> look, Func<T, bool> isThere, string what, CancellationToken cancellationToken) =>
        _settling.UntilAsync(look, isThere, what, cancellationToken);

    // A job goes on whether its caller waits or not, so the wait is not given up either: what comes next for the same
    // object must not meet it half-way.
    private async Task WaitAsync(string method, string job)
    {
        var reference = WmiReference.Instance(JobClass, job);
        var ended = await UntilAsync(
            () => ReadJobAsync(reference),
            seen => HasEnded(seen.Number("JobState")),
            method,
            CancellationToken.None).ConfigureAwait(false);
        var code = (uint)(ended.Number("ErrorCode") ?? 0);
        if (ended.Number("JobState") is not (7 or 32768) || code != 0)
        {
            throw Refused(method, code, ended["ErrorDescription"] ?? ended["ErrorSummaryDescription"] ?? "");
        }
    }

    private async Task<WmiObject> ReadJobAsync(WmiReference job)
    {
        try
        {
            var message = messages.Get(wire.NextMessage(), job);
            return SoapReplies.Instance(
                await SendAsync(message, changing: false, CancellationToken.None).ConfigureAwait(false));
        }
        catch (DriverException gone) when (gone.Failure == DriverFailure.Missing)
        {
            throw new DriverException(DriverFailure.Uncertain, "Hyper-V: a job vanished before its end was seen", gone);
        }
    }

    private static bool HasEnded(long? state) => state is 7 or 8 or 9 or 10 or 32768;

    private DriverException Refused(string method, uint code, string message) => HyperVErrors.Exception(
        HyperVErrors.FailureOf(code), $"{method} was refused with {code}. {message}", options.LongestMessage);

    private async Task<XElement> ReadAsync(Func<string, XElement> message, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(message(wire.NextMessage()), changing: false, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DriverException lost) when (lost.InnerException is ConnectionLostException)
        {
            // The connection may have been dead for long without anybody noticing: a new one gets its chance, once.
            return await SendAsync(message(wire.NextMessage()), changing: false, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<XElement> SendChangeAsync(XElement message)
    {
        var wasFirst = !call.HasChanged;
        try
        {
            // What was sent is not cut off by the caller: it would happen all the same, and nobody would know when.
            return await SendAsync(message, changing: true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (NotSentException notSent)
        {
            call.WasNotSent(wasFirst);
            throw new DriverException(DriverFailure.Unavailable, $"Hyper-V: {notSent.Message}", notSent);
        }
    }

    private async Task<XElement> SendAsync(XElement message, bool changing, CancellationToken cancellationToken)
    {
        var body = await ExchangeAsync(message, changing, cancellationToken).ConfigureAwait(false);
        if (SoapReplies.Fault(body) is not { } fault) return body;
        throw changing ? Refused(fault, changing) : AfterAll(Refused(fault, changing));
    }

    /// <summary>Once something may have changed, a right that is lacking says nothing of that.</summary>
    private DriverException AfterAll(DriverException refused) =>
        call.HasChanged && refused.Failure == DriverFailure.Denied
            ? new(DriverFailure.Uncertain, $"half-way: {refused.Message}", refused)
            : refused;

    private DriverException Refused(SoapFault fault, bool changing) => HyperVErrors.Exception(
        HyperVErrors.FailureOf(fault, changing), fault.Message, options.LongestMessage);

    /// <summary>The body of the answer, which may be a fault.</summary>
    private async Task<XElement> ExchangeAsync(XElement message, bool changing, CancellationToken cancellationToken)
    {
        try
        {
            return await wire.SendAsync(message, changing ? call.BeginChange : Nothing, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (NotSentException notSent) when (!changing)
        {
            throw new DriverException(DriverFailure.Unavailable, $"Hyper-V: {notSent.Message}", notSent);
        }
        catch (ConnectionLostException lost)
        {
            throw new DriverException(DriverFailure.Unavailable, $"Hyper-V: {lost.Message}", lost);
        }
        catch (DriverException denied) when (call.HasChanged && denied.Failure == DriverFailure.Denied)
        {
            // Whoever refuses may stand behind the host as well as before it, so a change may have happened.
            throw AfterAll(denied);
        }
    }

    private static void Nothing()
    {
    }
}
