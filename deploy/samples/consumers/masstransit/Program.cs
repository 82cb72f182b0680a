using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;
using HcosConsumer;
using MassTransit;

// Hears of the first server that runs, stops it, and hears that it has stopped.
var broker = new Uri(Environment.GetEnvironmentVariable("HCOS_OUTSIDE_RABBITMQ")
    ?? throw new InvalidOperationException("HCOS_OUTSIDE_RABBITMQ is not set"));
var user = broker.UserInfo.Split(':');
var done = new TaskCompletionSource();
var bus = Bus.Factory.CreateUsingRabbitMq(configure =>
{
    configure.Host(broker.Host, (ushort)broker.Port, broker.AbsolutePath[1..], host =>
    {
        host.Username(user[0]);
        host.Password(user[1]);
    });
    configure.ConfigureJsonSerializerOptions(ContractJson.Configure);
    // The broker checks that the user-id is ours; HCOS takes commands only with one.
    configure.ConfigureSend(send => send.UseExecute(context =>
    {
        if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit)) rabbit.BasicProperties.UserId = user[0];
    }));
    configure.ReceiveEndpoint("outside-sample", endpoint =>
    {
        endpoint.AutoDelete = true;
        endpoint.Durable = false;
        endpoint.Consumer(() => new Stopper(done));
    });
});
await bus.StartAsync();
Console.WriteLine("listening");
await done.Task;
await bus.StopAsync();

namespace HcosConsumer
{
    /// <summary>Stops the servers that it hears of; done when one has stopped.</summary>
    internal sealed class Stopper(TaskCompletionSource done) : IConsumer<ServerStateChanged>
    {
        private static readonly Uri Commands = new("exchange:hcos-outside-commands");

        public async Task Consume(ConsumeContext<ServerStateChanged> context)
        {
            var (server, state) = (context.Message.Server, context.Message.State);
            Console.WriteLine($"{server.Value} {state}");
            if (state == ResourceState.Running)
            {
                var hcos = await context.GetSendEndpoint(Commands);
                await hcos.Send(new StopServer(server, Force: true));
            }
            else if (state == ResourceState.Stopped)
            {
                done.TrySetResult();
            }
        }
    }
}
