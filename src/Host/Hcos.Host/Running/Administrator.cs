using System.Security.Cryptography;
using System.Text;
using Hcos.Contracts.Usmc;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Hcos.Usmc;

namespace Hcos.Host.Running;

/// <summary>Lets the administrator in with the token of the data folder.</summary>
internal static class Administrator
{
    private static readonly TimeSpan Repeat = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until this process owns USMC's log, if it runs it, and repeats until it is done.</summary>
    public static async Task RegisterAsync(
        Platform platform,
        PlatformOptions options,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var token = options.Data.EnsureToken();
        if (platform.Layer(UsmcModule.Name) is not { } usmc) return;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        var id = DerivedId.From("administrator", hash);
        while (!cancellationToken.IsCancellationRequested)
        {
            await platform.OwnsAsync(UsmcModule.Name, cancellationToken).ConfigureAwait(false);
            try
            {
                var register = new RegisterPrincipal("admin", hash, IsAdministrator: true);
                await usmc.SubmitAsync(MessageContext.First(id), register, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception later) when (later is StoreUnavailableException or OwnershipLostException)
            {
                Log.NotRegistered(logger, later.Message);
                await Task.Delay(Repeat, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
