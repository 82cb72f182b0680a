using System.Runtime.CompilerServices;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Hcos.Ci2.Drivers.OpenStack.Changes;

/// <summary>
/// Changes of servers as Nova publishes them. They come through a queue of our own, which goes with the connection: a
/// message out of a queue that others declared would be taken away from them.
/// </summary>
internal sealed class NotifiedChanges(Uri broker, OpenStackSecret secret, OpenStackOptions options)
{
    private const string Exchange = "nova";
    private const string Topic = "versioned_notifications.*";

    /// <summary>See <see cref="IEventDriver.WatchAsync"/>.</summary>
    public async IAsyncEnumerable<NativeEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = Channel.CreateBounded<NativeEvent>(options.MostEvents);
        await using var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        connection.ConnectionShutdownAsync += (_, ended) => EndAsync(events, $"the broker hung up: {ended.ReplyText}");
        await using var channel = await SubscribeAsync(connection, events, cancellationToken).ConfigureAwait(false);
        channel.ChannelShutdownAsync += (_, ended) => EndAsync(events, $"the broker hung up: {ended.ReplyText}");
        yield return NativeEvent.WatchBegan;
        await foreach (var happened in events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
        }
    }

    private async Task<IConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (secret is not { BrokerUser: { } user, BrokerPassword: { } password })
        {
            throw new DriverException(
                DriverFailure.Denied, "the credential's secret has no line 'amqp user:password' for the broker");
        }

        var factory = new ConnectionFactory
        {
            Uri = broker,
            UserName = user,
            Password = password,
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = options.ConnectTimeout,
            RequestedHeartbeat = options.BrokerHeartbeat,
            ClientProvidedName = "hcos",
        };
        try
        {
            return await factory.CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (BrokerUnreachableException unreachable)
        {
            throw unreachable.InnerException is AuthenticationFailureException
                ? new DriverException(DriverFailure.Denied, "the broker does not accept the account", unreachable)
                : Lost("the broker cannot be reached", unreachable);
        }
    }

    private async Task<IChannel> SubscribeAsync(
        IConnection connection, Channel<NativeEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            var queue = await channel.QueueDeclareAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            await channel.QueueBindAsync(queue.QueueName, Exchange, Topic, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            var consumer = new AsyncEventingBasicConsumer(channel);
            var last = new LastNews(options.MostEvents);
            consumer.ReceivedAsync += (_, message) => TakeAsync(message.Body, last, events);
            consumer.UnregisteredAsync += (_, _) => EndAsync(events, "the broker ended the subscription");
            await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, cancellationToken)
                .ConfigureAwait(false);
            return channel;
        }
        catch (Exception broken) when (broken is RabbitMQClientException or IOException)
        {
            throw Lost("the broker lets nobody listen to Nova's notifications", broken);
        }
    }

    private static Task TakeAsync(ReadOnlyMemory<byte> body, LastNews last, Channel<NativeEvent> events)
    {
        if (Notification.Read(body) is { } told && last.IsNew(told) && !events.Writer.TryWrite(told.Event))
        {
            return EndAsync(events, "more happened than was taken");
        }

        return Task.CompletedTask;
    }

    private static Task EndAsync(Channel<NativeEvent> events, string why)
    {
        events.Writer.TryComplete(Lost(why, null));
        return Task.CompletedTask;
    }

    private static DriverException Lost(string why, Exception? inner) =>
        new(DriverFailure.Unavailable, $"OpenStack's notifications: {why}", inner);
}
